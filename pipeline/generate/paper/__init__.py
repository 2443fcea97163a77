"""A composed directive on paper: set in pages as Decree 30/2020/NĐ-CP, Appendix I, asks for, written as PDF or as docx."""
