# Read by the commands beside this folder: finds a Python that is new enough and hands over to it.
cd -- "$(dirname -- "$0")/.." || exit 1

for name in python3 python3.14 python3.13 python3.12 python3.11 python; do
    if "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then
        exec "$name" script/main.py "$(basename -- "$0")" "$@"
    fi
done

echo "fgc needs Python 3.11 or newer and found none: install it, or put it first on your PATH." >&2
exit 1
