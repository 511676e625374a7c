package dev.tercet.pipeline.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** An edited document pays only for the passages around the edit. */
class CutterEditTest {
  private static final Cutter CUTTER = new Cutter(1_000);

  private static List<String> cut(String text) {
    return CUTTER.stream(text).map(span -> span.of(text)).toList();
  }

  /** Passages of {@code after} whose text is not in {@code before}, counted with multiplicity. */
  private static int changed(String before, String after) {
    Map<String, Integer> known = new HashMap<>();
    cut(before).forEach(passage -> known.merge(passage, 1, Integer::sum));
    int changed = 0;
    for (String passage : cut(after)) {
      Integer left = known.getOrDefault(passage, 0);
      if (left == 0) {
        changed++;
      } else {
        known.put(passage, left - 1);
      }
    }
    return changed;
  }

  @Test
  void changesExactlyOnePassageWhenOneWordOfAHundredParagraphsChanges() {
    for (long seed = 0; seed < 50; seed++) {
      var random = new RandomDocuments(seed);
      List<String> paragraphs = random.paragraphs(100, 300, 880);
      var edited = new ArrayList<>(paragraphs);
      edited.replaceAll(paragraph -> paragraph);
      int which = random.below(100);
      edited.set(which, paragraphs.get(which).replaceFirst("[0-9]+", "edited"));
      String before = String.join("\n\n", paragraphs);
      assertThat(cut(before)).hasSize(100);
      assertThat(changed(before, String.join("\n\n", edited))).isEqualTo(1);
    }
  }

  @Test
  void changesFewPassagesWhenAParagraphOfAnySizeIsReplacedRemovedOrAdded() {
    int worst = 0;
    long sum = 0;
    int rounds = 400;
    for (long seed = 0; seed < rounds; seed++) {
      var random = new RandomDocuments(seed);
      List<String> before = random.paragraphs(120, 10, seed % 2 == 0 ? 300 : 1_800);
      var after = new ArrayList<>(before);
      int which = random.below(120);
      switch (random.below(3)) {
        case 0 -> after.set(which, random.paragraph(RandomDocuments.SCRIPTS.getFirst(), 10, 900));
        case 1 -> after.remove(which);
        case 2 -> after.add(which, random.paragraph(RandomDocuments.SCRIPTS.getFirst(), 10, 900));
        default -> throw new AssertionError();
      }
      int changed = changed(String.join("\n\n", before), String.join("\n\n", after));
      worst = Math.max(worst, changed);
      sum += changed;
    }
    assertThat(worst).isLessThanOrEqualTo(8);
    assertThat(sum / (double) rounds).isLessThan(2.5);
  }

  @Test
  void findsItsBoundariesAgainInsideOneEndlessParagraph() {
    for (List<String> script : RandomDocuments.SCRIPTS) {
      long sum = 0;
      for (long seed = 0; seed < 20; seed++) {
        var random = new RandomDocuments(seed);
        String before = random.paragraph(script, 100_000, 100_001).replace("\n", " ");
        int at = before.indexOf(' ', random.below(90_000));
        String after = before.substring(0, at) + " a few new words" + before.substring(at);
        int changed = changed(before, after);
        assertThat(changed).isLessThanOrEqualTo(15);
        sum += changed;
      }
      assertThat(sum / 20.0).isLessThan(5);
    }
  }

  @Test
  void findsItsBoundariesAgainInAListOfLines() {
    var random = new RandomDocuments(3);
    var lines = random.paragraphs(3_000, 20, 90).stream().map(l -> l.replace('\n', ' ')).toList();
    for (int round = 0; round < 50; round++) {
      var after = new ArrayList<>(lines);
      after.add(random.below(3_000), "a new line of the log, longer than its neighbours are");
      int changed = changed(String.join("\n", lines), String.join("\n", after));
      assertThat(changed).isLessThanOrEqualTo(10);
    }
  }
}
