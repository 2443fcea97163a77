"""Many files, and what they say as one line of JSON each: resumable, a process a core or a cluster.

    names ─inputs─▶ paths ─plan─▶ tasks ─pool | cluster─▶ outcomes ─store─▶ directives.jsonl + manifest.sqlite ─views, tables─▶ …

`run.run_batch` is the composition. The manifest says which bytes of directives.jsonl are durable lines; everything else that
lies in the folder is made from those two.
"""
