FROM python:3.11-slim
WORKDIR /newsroom
# The picture of a headline that other sites show needs a Chinese typeface.
RUN apt-get update \
    && apt-get install --yes --no-install-recommends fonts-noto-cjk \
    && rm --recursive /var/lib/apt/lists/*
COPY requirements.txt .
RUN pip install --no-cache-dir --require-hashes --requirement requirements.txt
COPY . .
RUN useradd --create-home newsroom && mkdir /data && chown newsroom /data
USER newsroom
