#!/usr/bin/env bash
# Makes .venv with the package (editable), at the versions of constraints.txt. With `tests`, also every extra and the tools of development.
set -euo pipefail
cd "$(dirname "$0")/.."

for python in python3 python3.11 python3.12 python3.13 python3.14; do
  if command -v "$python" >/dev/null && "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
    break
  fi
  python=
done
if [ -z "$python" ]; then
  echo "error: Python 3.11 or newer is needed: sudo apt-get install --yes python3 python3-venv"
  exit 1
fi

if [ ! -x .venv/bin/python ] || ! .venv/bin/python -m pip --version >/dev/null 2>&1; then
  "$python" -m venv --clear .venv || {
    echo "error: $python cannot make a virtual environment: sudo apt-get install --yes python3-venv"
    exit 1
  }
fi

package=.
if [ "${1:-}" = tests ]; then
  package='.[all,dev]'
fi
echo "installing Python packages into .venv …"
.venv/bin/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable "$package"
