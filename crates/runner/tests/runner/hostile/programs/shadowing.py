# Files of the learner's that are named like modules of Python's own. The library's come first, and the worker has long had its own.
#: program random
#: verdict passed
#: prints library
import random
print("library" if random.randint(1, 1) == 1 and "/work" not in random.__file__ else "OPEN")
#: file random.py
print("OPEN own random")
def randint(a, b):
    return 4
#: program json
#: verdict passed
#: prints [1]
import json
print(json.dumps([1]))
#: file json.py
print("OPEN own json")
#: file _json.py
print("OPEN own _json")
#: program site_customize
#: verdict passed
#: prints end
import sys
print("OPEN" if "sitecustomize" in sys.modules else "end")
#: file sitecustomize.py
print("OPEN sitecustomize")
#: file usercustomize.py
print("OPEN usercustomize")
#: program encodings
#: verdict passed
#: prints naïve
import codecs
print(b"na\xc3\xafve".decode("utf-8"), codecs.lookup("latin-1").name)
#: file encodings/__init__.py
print("OPEN encodings")
#: file encodings/utf_8.py
print("OPEN utf_8")
#: file codecs.py
print("OPEN codecs")
#: program builtins
#: verdict passed
#: prints 3
import builtins
print(builtins.len("abc"))
#: file builtins.py
print("OPEN builtins")
#: file sys.py
print("OPEN sys")
#: file posix.py
print("OPEN posix")
#: program a_package_with_main
#: verdict passed
#: prints entry
print("entry", __name__)
#: file main/__main__.py
print("OPEN package")
#: file main/__init__.py
print("OPEN package")
#: file __main__.py
print("OPEN __main__")
#: program path_files
#: verdict passed
#: prints end
import sys
print("OPEN" if any("hostile" in entry for entry in sys.path) else "end")
#: file hostile.pth
/hostile
import sys; print("OPEN pth")
#: file python311._pth
/hostile
#: file pyvenv.cfg
home = /hostile
include-system-site-packages = true
#: file setup.cfg
[x]
#: program threading
#: verdict passed
#: verdict-c error: threads do not start
#: prints ran
import threading
thread = threading.Thread(target=print, args=("ran",))
thread.start()
thread.join()
#: file threading.py
print("OPEN threading")
#: file _thread.py
print("OPEN _thread")
#: file queue.py
print("OPEN queue")
#: program modules_of_the_worker
#: verdict error
1 / 0
#: file traceback.py
print("OPEN traceback")
#: file linecache.py
print("OPEN linecache")
#: file faulthandler.py
print("OPEN faulthandler")
#: file io.py
print("OPEN io")
#: file os.py
print("OPEN os")
#: file _sitebuiltins.py
print("OPEN _sitebuiltins")
#: file tokenize.py
print("OPEN tokenize")
#: file keyword.py
print("OPEN keyword")
#: file types.py
print("OPEN types")
#: file datetime.py
print("OPEN datetime")
#: file decimal.py
print("OPEN decimal")
#: program a_folder_named_like_a_module
#: verdict passed
#: prints 2
import collections.abc, math
print(len(collections.deque([1, 2])))
#: file collections/__init__.py
print("OPEN collections")
#: file math/__init__.py
print("OPEN math")
#: program compiled_files
#: verdict passed
#: prints new
import helper
print(helper.word)
#: file helper.py
word = "new"
#: file __pycache__/helper.cpython-311.pyc
not compiled at all
#: program its_own_folder_first
#: verdict passed
#: prints own
# Whoever puts the own folder first gets what they asked for; the worker does not mind.
import sys
sys.path.insert(0, ".")
import colorsys
print(colorsys.word)
#: file colorsys.py
word = "own"
#: program a_broken_error
#: verdict error|crashed
import builtins, sys
class Liar(Exception):
    __class__ = property(lambda self: SystemExit)
    __cause__ = property(lambda self: self)
    __traceback__ = property(lambda self: None)
    args = property(lambda self: 1 / 0)
builtins.type = builtins.isinstance = builtins.str = builtins.repr = lambda *_: True
sys.modules["traceback"] = sys.modules["linecache"] = None
raise Liar
#: program an_exit_in_disguise
#: verdict passed
class Quiet(SystemExit):
    pass
raise Quiet(0)
#: program tracing_the_worker
#: verdict passed|crashed|error
import sys
def trace(frame, event, argument):
    if event == "call" and frame.f_code.co_name in ("send", "to_json", "describe"):
        frame.f_globals["channel"].nonce = "other"
    return trace
sys.setprofile(trace)
