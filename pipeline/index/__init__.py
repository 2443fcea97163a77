"""A search index over directives that finds Vietnamese with and without its marks.

    directives.jsonl ─records─▶ Record ─build─▶ INDEX (tantivy, embedded)      ─search─▶ hits, snippets, facets
                                       └─bulk──▶ OpenSearch or Elasticsearch, or a file for their `_bulk`

`wording` says what counts as the same word, `numbers` as the same số ký hiệu, `days` as the same day; build and search share them.
`query` parses what a user types; `store` keeps generations of an index in a folder and swaps them; `schema` names tantivy's fields.
"""
