"""The program that you wanted to run: counts the words of a text."""
import colours

with open("text.txt", encoding="utf-8") as file:
    words = file.read().split()
print(colours.green(f"{len(words)} words"))
try:
    with open("report.txt", "w", encoding="utf-8") as file:
        file.write(f"{len(words)}\n")
except OSError as error:
    print("no report:", error.strerror)
