# Loads a worker's program from the descriptor that is the last argument, where it lies compiled.
import marshal
import posix
import sys

code = int(sys.argv.pop())
text = posix.pread(code, posix.fstat(code).st_size, 0)
posix.close(code)
exec(marshal.loads(text))
