"""Made-up directives with their gold: composed as text, set as PDF or docx, printed and scanned badly."""
