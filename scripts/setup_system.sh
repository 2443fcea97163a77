#!/usr/bin/env bash
# Installs the Debian packages that are missing; quick and silent when all are there. With `tests`, also what only the tests need.
# Without root it prints the one line to run and goes on: nothing that reads plain text needs them.
set -euo pipefail

missing=()

# Debian ships Python without venv's pip.
if command -v python3 >/dev/null && ! python3 -c 'import ensurepip, venv' 2>/dev/null; then
  missing+=(python3-venv)
fi

# OCR of scans: the models for Vietnamese and for which way up a page is; the engine itself is a Python package.
for language in vie osd; do
  if ! compgen -G "/usr/share/tesseract-ocr/*/tessdata/$language.traineddata" >/dev/null; then
    missing+=("tesseract-ocr-$language")
  fi
done

if [ "${1:-}" = tests ]; then
  # They draw pages with Vietnamese letters and recognise them, and look at pages in a browser.
  for pair in dejavu/DejaVuSerif.ttf:fonts-dejavu-core croscore/Tinos-Regular.ttf:fonts-croscore; do
    if [ ! -e "/usr/share/fonts/truetype/${pair%%:*}" ]; then
      missing+=("${pair##*:}")
    fi
  done
  if ! command -v chromium >/dev/null; then
    missing+=(chromium)
  fi
  # What drives it is a program linked against this library, which a small system does not have.
  if ! compgen -G "/usr/lib/*/libatomic.so.1" >/dev/null && ! compgen -G "/lib/*/libatomic.so.1" >/dev/null; then
    missing+=(libatomic1)
  fi
fi

if [ ${#missing[@]} -eq 0 ]; then
  exit 0
fi

if ! command -v apt-get >/dev/null; then
  echo "note: not a Debian system; install these by your own means: ${missing[*]} (only scans need tesseract)"
elif [ "$(id -u)" -ne 0 ]; then
  echo "note: run: sudo apt-get install --yes --no-install-recommends ${missing[*]} (tesseract is for scans only)"
else
  echo "installing ${missing[*]} …"
  export DEBIAN_FRONTEND=noninteractive
  if ! { apt-get update -qq && apt-get install -qq --yes --no-install-recommends "${missing[@]}"; } >/dev/null 2>&1 </dev/null; then
    echo "note: apt-get could not install ${missing[*]}; plain text works without them, scans do not"
  fi
fi
