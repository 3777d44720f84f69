"""Names of files and functions in every width of characters."""
from mark import mark

NAMES = ("plain.py", "gr\u00fc\u00df.py", "\u65e5\u672c.py",
         "\U0001f40d.py", "a\nb\x1b[31m\u202e.py", "raw\udcff.py",
         "q\"uo\\te.py", "x" * 1000 + ".py", "")
for name in NAMES:
    exec(compile("def gr\u00fc\u00df():\n mark('odd')\ngr\u00fc\u00df()",
                 name, "exec"), {"mark": mark})
exec("def \u65e5\u672c\u8a9e():\n mark('wide')\n\u65e5\u672c\u8a9e()")
exec("def \U00010400():\n mark('wider')\n\U00010400()")
