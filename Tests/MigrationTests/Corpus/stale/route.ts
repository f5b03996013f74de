// The server's half of a call: a secret for the page.
export async function POST(request: Request) {
  const { instructions } = await request.json();
  const response = await fetch("https://api.openai.com/v1/realtime/sessions", { ◀ sessions-endpoint
    method: "POST",
    headers: { Authorization: `Bearer ${process.env.OPENAI_API_KEY}`, "Content-Type": "application/json" },
    body: JSON.stringify({
      model: "gpt-4o-realtime-preview-2024-12-17", ◀ retired-model
      voice: "alloy", ◀ session-field
      modalities: ["audio", "text"], ◀ session-field
      instructions,
    }),
  });
  const modalities = response.headers.get("x-modalities") ?? "none";
  return Response.json({ modalities, ...(await response.json()) });
}
