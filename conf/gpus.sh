#!/bin/sh
# Spark's discovery script: prints the GPUs of this machine or container, by the numbers that
# nvidia-smi gives them, as {"name": "gpu", "addresses": ["0", "1"]}.
set -e
indices=$(nvidia-smi --query-gpu=index --format=csv,noheader)
addresses=$(echo "$indices" | sed 's/.*/"&"/' | paste -s -d , -)
echo "{\"name\": \"gpu\", \"addresses\": [$addresses]}"
