"""How long SQLite's FTS5 with the trigram tokenizer takes to find words: newest first, at most 50.

fts5.py CORPUS WORD...: CORPUS has a ticket a line, its title and its description, a TAB between.
"""
import sqlite3
import sys
import time

db = sqlite3.connect(":memory:")
db.execute("CREATE VIRTUAL TABLE t USING fts5(title, description, tokenize='trigram')")
begun = time.perf_counter()
with open(sys.argv[1], encoding="utf-8") as lines:
    db.executemany(
        "INSERT INTO t VALUES (?, ?)", (line.rstrip("\n").split("\t") for line in lines))
db.commit()
print("FTS5, trigram, in memory: made in %.1f s; p50 and p99 in µs" % (time.perf_counter() - begun))
for word in sys.argv[2:]:
    times = []
    for _ in range(200):
        begun = time.perf_counter()
        found = db.execute(
            "SELECT rowid, title FROM t WHERE title MATCH ? ORDER BY rowid DESC LIMIT 50",
            ('"%s"' % word,)).fetchall()
        times.append(time.perf_counter() - begun)
        if sum(times) > 10:
            break
    times.sort()
    print("  %-24s %10.0f %10.0f   (%d found)" % (
        word, times[len(times) // 2] * 1e6, times[len(times) * 99 // 100] * 1e6, len(found)))
