/*
 * Takes a message out of Redis behind Tercet's back, asks for recovery, and prints what tells of the
 * repair. For a service with embedded stores, on whose data folder it finds Redis.
 *
 *   java examples/WatchRepair.java
 */

final String project = "/projects/repairs";

void main() throws Exception {
  TercetClient tercet = TercetClient.fromEnvironment();
  tercet.put(project, Map.of());
  refuseAPausedQueue(tercet);

  Runtime.getRuntime().addShutdownHook(new Thread(() -> resume(tercet))); // however this ends
  tercet.post("/queues/low/pause", Map.of());
  String id = post(tercet);
  String letter = project + "/extractions/" + id;
  while ("pending".equals(Json.at(tercet.get(letter + "?wait=200ms"), "status"))) {}
  IO.println("queued, and Redis loses " + loseMessages("low") + " message");

  Object drift = tercet.get(project + "/drift");
  IO.println("drift: lost-message " + Json.write(Json.at(drift, "drift", "lost-message")));
  Object report = tercet.post(project + "/extractions/recover", Map.of());
  IO.println("report: lost-message " + Json.write(Json.at(report, "drift", "lost-message")));
  IO.println("report: complete " + Json.at(report, "complete"));
  Object run = awaitRun(tercet, id, letter);
  Object repaired = Json.at(run, "report", "drift", "lost-message");
  IO.println("run of " + Json.at(run, "scope") + ": lost-message " + Json.write(repaired));
  resume(tercet);

  IO.println("then: " + Json.at(tercet.get(letter + "?wait=30s"), "status"));
  List<Object> history = Json.at(tercet.get(letter + "/history"), "items");
  for (Object change : history) {
    IO.println("history: %s, %s".formatted(Json.at(change, "to"), Json.at(change, "reason")));
  }
  tercet
      .text("/prometheus")
      .lines()
      .filter(it -> it.startsWith("tercet_repairs_total{class=\"lost-message\""))
      .forEach(IO::println);
}

/** Somebody has paused it for a reason, which this must not end. */
void refuseAPausedQueue(TercetClient tercet) throws Exception {
  List<Object> queues = Json.at(tercet.get("/queues"), "items");
  for (Object queue : queues) {
    if ("low".equals(Json.at(queue, "name")) && Json.<Boolean>at(queue, "paused")) {
      throw new IllegalStateException("the queue low is paused: ./tercet resume low");
    }
  }
}

/** Does no harm twice. */
void resume(TercetClient tercet) {
  try {
    tercet.post("/queues/low/resume", Map.of());
  } catch (IOException | InterruptedException e) {
    throw new IllegalStateException("the queue low is still paused: ./tercet resume low", e);
  }
}

/** A text that was never posted before; another one would be answered with its extraction. */
String post(TercetClient tercet) throws Exception {
  var document = Map.of("source", "letter", "text", "Draft " + UUID.randomUUID(), "queue", "low");
  return Json.at(tercet.post(project + "/extractions", document), "id");
}

/**
 * The run that found the letter: ours, unless the service's own look over its queues came first.
 */
Object awaitRun(TercetClient tercet, String id, String letter) throws Exception {
  for (int look = 0; look < 300; look++) {
    List<Object> runs = Json.at(tercet.get("/reconciler"), "items");
    for (Object run : runs) {
      List<Object> items = Json.at(run, "report", "items");
      if (items != null && items.stream().anyMatch(it -> id.equals(Json.at(it, "extractionId")))) {
        return run;
      }
    }
    tercet.get(letter + "?wait=200ms"); // it still waits in its queue, so this takes that long
  }
  throw new IllegalStateException("within a minute no run has found the letter");
}

/** Empties a queue's stream, and says how many messages it held. */
String loseMessages(String queue) throws Exception {
  Object stores = Json.read(Files.readString(TercetClient.data().resolve("stores.json")));
  URI redis = URI.create(Json.at(stores, "redis", "url"));
  String trim =
      "return redis.call('XTRIM', redis.call('KEYS', '*:hints:%s')[1], 'MAXLEN', 0)"
          .formatted(queue);
  try (var socket = new Socket(redis.getHost(), redis.getPort());
      var answers = new BufferedReader(new InputStreamReader(socket.getInputStream()))) {
    String password = redis.getUserInfo().substring(1);
    String commands = "AUTH %s\r\nEVAL \"%s\" 0\r\n".formatted(password, trim);
    socket.getOutputStream().write(commands.getBytes());
    answers.readLine(); // to AUTH
    return answers.readLine().substring(1);
  }
}
