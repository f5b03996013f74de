// What a minute of talk has cost: old names stay in the books.
const PRICES: Record<string, Price> = {
  "gpt-realtime": { input: 32, output: 64 },
  "gpt-realtime-2": { input: 30, output: 60 },
};

export function price(model: string): Price {
  if (model.startsWith("gpt-realtime")) return PRICES[model] ?? PRICES["gpt-realtime"];
  return PRICES["gpt-realtime"].half();
}
