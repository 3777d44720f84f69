"""Long modules and functions, whose line tables are long."""
from mark import mark


def run(text, name):
    exec(compile(text, name, "exec"), {"mark": mark})


run("x = 1\n" * 30000 + "mark('module')\n", "long.py")
run("def f(x):\n" + "    x += 1\n" * 5000 + "    mark('function')\nf(1)\n",
    "long_function.py")
run("\n" * 100000 + "mark('far')\n", "far.py")
run("x = [\n" + "1,\n" * 3000 + "mark('in list'.replace(' ', '-'))]\n",
    "list.py")
run("if 1:\n mark('back')\n" if mark("nested") is None else "", "short.py")
