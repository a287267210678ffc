export { FILES, makeWorker } from "./files";
