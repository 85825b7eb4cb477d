# The service with the included model, for `docker build -t supportvector .`

FROM node:24-slim AS build
WORKDIR /build
COPY package.json package-lock.json .npmrc LICENSE ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY tsup.config.ts tsconfig.json tsconfig.node.json ./
COPY scripts scripts
COPY src src
RUN npm run build
# The image runs the versions of the lock file, which the tests ran: the optional peers become
# dependencies, and all other packages go.
RUN npm install --save-prod --omit=dev --ignore-scripts --no-audit --no-fund $(node scripts/list-peers.js)

FROM node:24-slim
ENV NODE_ENV=production SUPPORTVECTOR_HOST=0.0.0.0 PORT=5000
WORKDIR /app
COPY --from=build /build/package.json /build/LICENSE /build/THIRD-PARTY-NOTICES ./
COPY --from=build /build/node_modules node_modules
COPY --from=build /build/dist dist
USER node
EXPOSE 5000
HEALTHCHECK --interval=30s --timeout=3s --start-period=5s --retries=2 CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/health`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "dist/cli.js", "serve"]
