# Production image: web, worker, beat and one-off commands are the same image with another command.

FROM node:24-bookworm-slim AS packages
WORKDIR /srv/app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund

FROM python:3.12-slim-bookworm AS app
ENV PYTHONUNBUFFERED=1 \
    PIP_NO_CACHE_DIR=1 \
    PIP_DISABLE_PIP_VERSION_CHECK=1 \
    DJANGO_SETTINGS_MODULE=config.settings \
    STATIC_ROOT=/srv/static \
    FILES_ROOT=/srv/files \
    HOME=/tmp

# Pango lays out the PDF reports.
RUN apt-get update \
    && apt-get install --yes --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fontconfig \
    && rm -rf /var/lib/apt/lists/* \
    && groupadd --gid 10001 inkoopkompas \
    && useradd --uid 10001 --gid 10001 --no-create-home --shell /usr/sbin/nologin inkoopkompas \
    && install --directory --owner=inkoopkompas --group=inkoopkompas --mode=0750 /srv/files \
    && fc-cache --force

WORKDIR /srv/app
COPY requirements/production.txt requirements/production.txt
RUN pip install --require-hashes -r requirements/production.txt

COPY . .
COPY --from=packages /srv/app/node_modules node_modules

# The key and the environment of this step only serve to load the settings; nothing of them stays in the image.
RUN ENVIRONMENT=local SECRET_KEY=only-while-collecting python manage.py collectstatic --no-input --verbosity 0 \
    && rm -rf var \
    && python -m compileall -q accounts config core desk governance procurement segments

ARG CODE_VERSION=
ENV CODE_VERSION=$CODE_VERSION

USER 10001:10001
VOLUME /srv/files
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=6s --start-period=40s --retries=3 \
    CMD ["python", "-I", "config/healthcheck.py", "web"]
CMD ["gunicorn", "-c", "config/gunicorn.py", "-b", "0.0.0.0:8000"]
