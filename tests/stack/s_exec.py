"""Code that was made at run time."""
from mark import mark

exec(compile("def made():\n\n  mark('made')\nmade()", "<made>", "exec"),
     {"mark": mark})
eval("mark('eval')")
exec("\n\n\nmark('exec')")
exec(compile("mark('claimed')", "/usr/lib/python3/claimed.py", "exec"))
