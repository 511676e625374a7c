/*
 * Posts letters, waits until they are done, and prints each fact with the words that it rests on.
 *
 *   java examples/PostLetters.java
 */

final String extractions = "/projects/letters/extractions";

final Map<String, String> letters =
    Map.of(
        "letter-1", "😀 Invoice of 3 May 2024 for order AB-20417: please pay 1,250.00 EUR.",
        "letter-2", "Dear Ms Lovelace, order AB-20533 over 89.90 EUR was sent on 12 June 2024.");

void main() throws Exception {
  TercetClient tercet = TercetClient.fromEnvironment();
  tercet.put("/projects/letters", Map.of());

  var posted = new TreeMap<String, String>();
  for (String source : letters.keySet()) {
    posted.put(source, post(tercet, source, letters.get(source)));
  }
  for (String source : posted.keySet()) {
    String path = extractions + "/" + posted.get(source);
    IO.println(source + " is " + awaitEnd(tercet, path));
    printFacts(tercet, path);
  }
}

/**
 * One key for one sending, however often its answer is lost. What a program that runs again sends
 * anew needs none: the same text under the same source and schema is known already.
 */
String post(TercetClient tercet, String source, String text) throws Exception {
  var document = Map.of("source", source, "text", text);
  return Json.at(tercet.post(extractions, document, UUID.randomUUID().toString()), "id");
}

/** An answer comes after 30 s at the latest, so the question is repeated until it is final. */
String awaitEnd(TercetClient tercet, String path) throws Exception {
  String status;
  do {
    status = Json.at(tercet.get(path + "?wait=30s"), "status");
  } while (Set.of("pending", "queued", "processing").contains(status));
  return status;
}

/** Offsets count the text's code points, not Java's chars. */
void printFacts(TercetClient tercet, String path) throws Exception {
  int[] text = tercet.text(path + "/text").codePoints().toArray();
  List<Object> passages = Json.at(tercet.get(path + "/passages"), "items");
  for (Object passage : passages) {
    List<Object> facts = Json.at(passage, "facts");
    for (Object fact : facts) {
      int start = Json.<BigDecimal>at(fact, "start").intValue();
      int end = Json.<BigDecimal>at(fact, "end").intValue();
      String words = new String(text, start, end - start);
      IO.println("  %s by \"%s\" at %d".formatted(Json.write(Json.at(fact, "data")), words, start));
    }
  }
}
