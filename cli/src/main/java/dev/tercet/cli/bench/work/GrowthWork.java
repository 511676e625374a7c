package dev.tercet.cli.bench.work;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tercet.cli.bench.count.Rounded;
import dev.tercet.cli.bench.load.BurstLoad;
import dev.tercet.cli.bench.load.Letters;
import dev.tercet.cli.bench.load.ProjectEnd;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** W5: the burst over more and more that is stored already, spread over some projects. */
final class GrowthWork {
  /** Sizes are each ten times the one before; of more than two the first is not below this. */
  private static final int SMALLEST = 10_000;

  private static final int TENTH = 10;

  /** Most documents of a burst, and of what is stored at once. */
  private static final int MOST = 20_000;

  private final WorkPlace place;
  private final WordsPass words;
  private final List<String> projects;
  private final ProjectEnd end;
  private int stored;

  GrowthWork(WorkPlace place, WordsPass words, int projectCount) {
    this.place = place;
    this.words = words;
    projects = Stream.generate(place::project).limit(projectCount).toList();
    end = new ProjectEnd(place.client(), projects, place::ended);
  }

  /** Tells a burst at each size up to so many documents; all are as large as the smallest. */
  void measure(int documents, boolean wordsApart, Consumer<ObjectNode> lines)
      throws SQLException, InterruptedException {
    List<Integer> sizes = sizes(documents);
    int many = Math.min(MOST, sizes.getFirst());
    var burst = new BurstWork(place, many);
    double first = 0;
    for (int size : sizes) {
      fill(size, wordsApart);
      place.progress().plain("posting %d documents beside %d …".formatted(many, stored));
      ObjectNode json = place.line(Work.W5).put("projects", projects.size()).put("stored", stored);
      burst.measure(json, projects, end, stored);
      stored += many;
      if (wordsApart) {
        words.measure(many, json);
      }
      double rate = json.path("perSecond").asDouble();
      first = first == 0 ? rate : first;
      lines.accept(json.put("ofFirst", first == 0 ? 0 : Rounded.hundredths(rate / first)));
    }
  }

  /** The largest last, each a tenth of the next, two at least. */
  static List<Integer> sizes(int documents) {
    List<Integer> sizes = new ArrayList<>(List.of(documents));
    int size = documents / TENTH;
    do {
      sizes.addFirst(Math.max(1, size));
      size /= TENTH;
    } while (size >= SMALLEST);
    return sizes;
  }

  /** A burst begins when nothing is left to index of what was stored before. */
  private void awaitIndex() throws SQLException, InterruptedException {
    place.progress().plain("waiting until they are indexed …");
    try (IndexWatch index = IndexWatch.begin(place, place.meter().read())) {
      var _ = index.await();
    }
  }

  private void fill(int size, boolean wordsApart) throws SQLException, InterruptedException {
    int missing = size - stored;
    place.progress().plain("storing %d documents …".formatted(size));
    while (stored < size) {
      int more = Math.min(MOST, size - stored);
      try (BurstLoad load = place.load(projects, Letters::text)) {
        load.post(stored, more);
        stored += more;
        end.await(stored, place.progress());
      }
    }
    if (missing > 0) {
      awaitIndex();
    }
    if (wordsApart && missing > 0) {
      words.measure(missing, JsonNodeFactory.instance.objectNode());
    }
  }
}
