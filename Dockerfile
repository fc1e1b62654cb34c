# One image: the web by default, `python -m app worker`, `migrate`, `bootstrap` … for the rest.
FROM python:3.13-slim AS packages
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
RUN python -m venv /opt/venv
COPY requirements/runtime.txt /tmp/runtime.txt
RUN /opt/venv/bin/pip install --require-hashes --only-binary :all: -r /tmp/runtime.txt

FROM python:3.13-slim
RUN groupadd --system --gid 10001 yiyang \
    && useradd --system --uid 10001 --gid yiyang --home-dir /var/lib/yiyang --no-create-home --shell /usr/sbin/nologin yiyang \
    && install -d -o yiyang -g yiyang -m 0700 /var/lib/yiyang
COPY --from=packages /opt/venv /opt/venv
WORKDIR /srv/yiyang
COPY pyproject.toml ./
COPY app app
COPY migrations migrations
COPY static static
COPY templates templates
RUN /opt/venv/bin/python -m compileall -q app migrations
ENV PATH=/opt/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    HOST=0.0.0.0 PORT=8000 DATA_DIR=/var/lib/yiyang
USER yiyang
VOLUME /var/lib/yiyang
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=3s --start-period=60s \
    CMD ["python", "-c", "import os, urllib.request as u; u.urlopen(f'http://127.0.0.1:{os.environ[\"PORT\"]}/livez', timeout=2)"]
CMD ["python", "-m", "app", "serve"]
