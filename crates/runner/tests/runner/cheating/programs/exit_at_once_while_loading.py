# Ends without any of Python's own steps, with status 0.
import os
os._exit(0)
