#!/usr/bin/env bash
# The cost of `vanban ingest` beside other tools on the same scans: CPU seconds, interleaved, medians
# and ratios. Usage: benches/compare.sh FOLDER-OF-SCANNED-PDFS [ROUNDS]   (default 9 rounds)
#
#   ingest      everything on, one thread, isolation as by default, --ocr always
#   tesseract   the command-line tool with the same model, on the images that are in the same PDFs
#   ocrmypdf    where it is installed (pip install ocrmypdf), --force-ocr
#   text layer  the reading stage (--ocr never, no restoration) against pdftotext
#
# Needs poppler-utils and tesseract-ocr. Prints a table; records of runs are kept in benches/records.
set -euo pipefail
scans=${1:?folder of scanned PDFs}
rounds=${2:-9}
here=$(cd "$(dirname "$0")/.." && pwd)
vanban=${VANBAN:-$here/target/release/vanban}
[ -x "$vanban" ] || { echo "build it first: cargo build --release" >&2; exit 2; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export OMP_THREAD_LIMIT=1

mkdir "$work/images" "$work/tessdata" "$work/times"
cp "$here/dictionaries/vie.best_int.traineddata" "$work/tessdata/vie.traineddata"
for pdf in "$scans"/*.pdf; do
    pdfimages -png "$pdf" "$work/images/$(basename "$pdf" .pdf)"
done
pages=$(find "$work/images" -name '*.png' | wc -l)

# CPU seconds (user and system, children too) of a command.
cpu() {
    local TIMEFORMAT='%U %S' times
    times=$( { time "$@" >"$work/log" 2>&1; } 2>&1 ) || { cat "$work/log" >&2; return 1; }
    awk '{print $1 + $2}' <<<"$times"
}
read_images() {
    for image in "$work"/images/*.png; do
        tesseract "$image" stdout -l vie --tessdata-dir "$work/tessdata" --oem 1
    done
}
read_layers() { for pdf in "$scans"/*.pdf; do pdftotext "$pdf" -; done; }
ocr_pdfs() {
    for pdf in "$scans"/*.pdf; do
        ocrmypdf -q --jobs 1 --force-ocr -l vie "$pdf" "$work/ocr.pdf"
    done
}
ingest() { rm -rf "$work/out"; "$vanban" ingest "$scans" --out "$work/out" -j 1 --quiet "$@"; }

tools="ingest tesseract layer pdftotext"
command -v ocrmypdf >/dev/null && tools="$tools ocrmypdf"
for round in $(seq "$rounds"); do
    for tool in $tools; do
        case $tool in
            ingest) cpu ingest --ocr always ;;
            tesseract) cpu read_images ;;
            layer) cpu ingest --ocr never --no-restore --isolation off ;;
            pdftotext) cpu read_layers ;;
            # Slow and steady: three rounds tell enough.
            ocrmypdf) [ "$round" -le 3 ] && cpu ocr_pdfs || continue ;;
        esac >>"$work/times/$tool"
    done
done

median() { sort -n "$work/times/$1" | awk '{v[NR]=$1} END {print v[int((NR+1)/2)]}'; }
echo "$pages page images, $rounds rounds, $("$vanban" --version), $(tesseract --version 2>&1 | head -n 1)"
for tool in $tools; do
    printf '%-10s %8.2f CPU s (%s)\n' "$tool" "$(median "$tool")" \
        "$(sort -n "$work/times/$tool" | tr '\n' ' ')"
done
ratio() { awk -v a="$(median "$1")" -v b="$(median "$2")" 'BEGIN {printf "%.3f", a / b}'; }
echo "ingest / tesseract: $(ratio ingest tesseract)"
case $tools in *ocrmypdf*) echo "ocrmypdf / ingest: $(ratio ocrmypdf ingest)" ;; esac
echo "text layer / pdftotext: $(ratio layer pdftotext)"
