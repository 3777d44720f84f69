# gcc and make -j: a program, an archive, a shared library, and what fails.
# needs: gcc make
# short:
mkdir src
for i in 1 2 3 4 5 6; do
	echo "int f$i(int x) { return x + $i; }" > src/f$i.c
done
cat > src/main.c <<'C'
#include <stdio.h>
int f1(int), f2(int), f3(int), f4(int), f5(int), f6(int);
int main(void)
{
	printf("%d\n", f1(f2(f3(f4(f5(f6(0)))))));
	return 3;
}
C
cat > Makefile <<'M'
O := $(patsubst src/%.c,out/%.o,$(wildcard src/*.c))
all: out/static out/shared
out/%.o: src/%.c | out
	gcc -O1 -fPIC -pipe -MMD -c -o $@ $<
out: ; mkdir -p $@
out/libf.a: $(filter-out out/main.o,$O); ar rcsD $@ $^
out/libf.so: $(filter-out out/main.o,$O); gcc -shared -o $@ $^
out/static: out/main.o out/libf.a; gcc -o $@ $^
out/shared: out/main.o out/libf.so; gcc -o $@ out/main.o -Lout -lf -Wl,-rpath,'$$ORIGIN'
.NOTPARALLEL: bad
bad: ; @exit 4
-include out/*.d
M
t make -s -j4 all
t out/static
t out/shared
touch -d 2030-01-01 src/f3.c
t make -j4 -n all 2> /dev/null | grep -c gcc
touch -d 2020-01-01 src/f3.c
t make -q all
t make bad 2>&1
t make -s -C src none 2>&1
echo 'int main(void) { return x; }' > bad.c
t gcc -c bad.c 2>&1
strip -o stripped out/static
t ./stripped
nm out/libf.a | grep -c ' T f'
ldd out/shared | grep -c libf
