package dev.tercet.cli.training;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tercet.cli.client.ApiClient;
import dev.tercet.cli.client.AwaitEnd;
import dev.tercet.cli.terminal.Terminal;
import dev.tercet.saga.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/** Documents posted in lines and one by one, and everything that is asked about them. */
final class TrainingLoad {
  private static final String PROJECT = "training";
  private static final String PATH = "/projects/" + PROJECT;

  /** Every tenth document is posted alone, and its end awaited by the post. */
  private static final int ALONE = 10;

  private static final int IN_A_REQUEST = 500;
  private static final int AT_ONCE = 8;

  /** Of so many extractions everything is read. */
  private static final int LOOKED_AT = 50;

  private final ApiClient client;
  private final int documents;
  private final Terminal progress;

  TrainingLoad(ApiClient client, int documents, Terminal progress) {
    this.client = client;
    this.documents = documents;
    this.progress = progress;
  }

  /** True when all are done and the stores agree. */
  boolean play() {
    client.send("PUT", PATH, JsonNodeFactory.instance.objectNode());
    progress.plain("posting " + documents + " documents …");
    int alone = documents / ALONE;
    List<String> ids = new ArrayList<>(inLines(documents - alone));
    ids.addAll(oneByOne(documents - alone, alone));
    Map<String, JsonNode> ended = new AwaitEnd(client, PROJECT).await(ids, progress);
    long done =
        ended.values().stream()
            .filter(it -> it.path("status").asText().equals(Status.DONE.label()))
            .count();
    progress.plain(done + " of them are done; reading, searching and comparing the stores …");
    ids.stream().limit(LOOKED_AT).forEach(this::lookAt);
    JsonNode repaired =
        client.send("POST", PATH + "/extractions/recover", JsonNodeFactory.instance.objectNode());
    return done == documents && repaired.path("complete").asBoolean();
  }

  private List<String> inLines(int number) {
    List<String> ids = new ArrayList<>();
    for (int from = 0; from < number; from += IN_A_REQUEST) {
      List<ObjectNode> lines =
          IntStream.range(from, Math.min(from + IN_A_REQUEST, number))
              .mapToObj(TrainingLoad::document)
              .toList();
      client.postLines(PATH + "/extractions", lines).forEach(it -> ids.add(it.path("id").asText()));
    }
    return ids;
  }

  private List<String> oneByOne(int from, int number) {
    List<Future<JsonNode>> answers = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
      for (int i = from; i < from + number; i++) {
        ObjectNode document = document(i);
        answers.add(
            threads.submit(() -> client.send("POST", PATH + "/extractions?wait=30s", document)));
      }
    }
    return answers.stream().map(it -> ApiClient.result(it).path("id").asText()).toList();
  }

  private void lookAt(String id) {
    String extraction = PATH + "/extractions/" + id;
    client.get(extraction + "/passages");
    client.get(extraction + "/history");
    client.get(PATH + "/extractions?limit=100&status=done&q=harbour");
    ObjectNode question = JsonNodeFactory.instance.objectNode().put("query", "who signs " + id);
    client.send("POST", PATH + "/search", question);
  }

  /** One passage; no two are alike. */
  private static ObjectNode document(int number) {
    String text =
        """
        Letter %d of 3 May 2024: please pay %d.00 EUR to Ada Lovelace, 12 Harbour Lane, Bristol.

        The consignment left the harbour on time, and the papers went with driver %d. Whoever signs
        for it at the gate keeps the yellow copy; the white one comes back to us. The pallets are to
        be stacked no higher than two, since the roof of the hall is under repair until the summer,
        and the lorry may not wait in the lane. For the storage we charge what was agreed last year.
        The invoice names %d crates of %d kg each; those that came wet are on the list behind it.
        We ask you to confirm by return, and to name the person who will be there in the morning.
        """
            .formatted(number, 100 + number, number % 97, 1 + number % 30, 5 + number % 11);
    return JsonNodeFactory.instance
        .objectNode()
        .put("source", "letter-" + number)
        .put("text", text);
  }
}
