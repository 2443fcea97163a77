from pipeline.text import Passage
from pipeline.found import Context
def extract_targets(p,c): return []
