export { HeatmapCard } from "./heatmap-card.tsx";
