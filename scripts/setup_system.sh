#!/usr/bin/env bash
# Installs the Debian packages that are missing; quick and silent when all are there.
# Without root it prints the one line to run and goes on: nothing that reads plain text needs them.
set -euo pipefail

missing=()

# Debian ships Python without venv's pip.
if command -v python3 >/dev/null && ! python3 -c 'import ensurepip, venv' 2>/dev/null; then
  missing+=(python3-venv)
fi

# OCR of scans: Debian's engine and its Vietnamese model.
if ! command -v tesseract >/dev/null; then
  missing+=(tesseract-ocr tesseract-ocr-vie)
elif ! tesseract --list-langs 2>&1 | grep -x vie >/dev/null; then
  missing+=(tesseract-ocr-vie)
fi

# The tests draw pages with Vietnamese letters and recognise them.
if [ ! -e /usr/share/fonts/truetype/dejavu/DejaVuSerif.ttf ]; then
  missing+=(fonts-dejavu-core)
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
