package dev.tercet.embedded.vector;

import static io.grpc.Status.Code.INVALID_ARGUMENT;
import static io.qdrant.client.ConditionFactory.matchKeyword;
import static io.qdrant.client.ValueFactory.value;
import static org.assertj.core.api.Assertions.assertThat;

import io.qdrant.client.PointIdFactory;
import io.qdrant.client.WithPayloadSelectorFactory;
import io.qdrant.client.grpc.Common.Filter;
import io.qdrant.client.grpc.Common.PointId;
import io.qdrant.client.grpc.Points.RetrievedPoint;
import io.qdrant.client.grpc.Points.ScrollResponse;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ReadContractTest {
  @RegisterExtension final Engine engine = Engine.underContract();
  private final Sample sample = new Sample(engine);

  @Test
  void getsThePointsThatExist() {
    sample.upsert(Sample.point(2, Map.of("bucket", value(1))));

    assertThat(sample.get(Sample.id(1), Sample.id(2)))
        .singleElement()
        .satisfies(point -> {
          assertThat(point.getId()).isEqualTo(Sample.id(2));
          assertThat(point.getPayloadMap()).isEqualTo(Map.of("bucket", value(1)));
          assertThat(point.hasVectors()).isFalse();
        });
  }

  @Test
  void scrollsInIdOrderAndNamesTheNextPage() {
    put(7, 3, 1, 9, 2);

    ScrollResponse page = engine.points().scroll(sample.scrolling(3).build());

    assertThat(Sample.ids(page)).containsExactly(Sample.id(1), Sample.id(2), Sample.id(3));
    assertThat(page.getNextPageOffset()).isEqualTo(Sample.id(7));
    assertThat(page.getResultList()).allMatch(point -> point.getPayloadCount() == 0);
  }

  @Test
  void scrollsOnFromAnIdThatDoesNotExist() {
    put(1, 4, 5, 6);

    ScrollResponse page =
        engine.points().scroll(sample.scrolling(2).setOffset(Sample.id(3)).build());

    assertThat(Sample.ids(page)).containsExactly(Sample.id(4), Sample.id(5));
    assertThat(page.getNextPageOffset()).isEqualTo(Sample.id(6));
  }

  @Test
  void namesNoNextPageAfterTheLast() {
    put(1, 2, 3);

    assertThat(engine.points().scroll(sample.scrolling(3).build()).hasNextPageOffset()).isFalse();
    assertThat(
            engine
                .points()
                .scroll(sample.scrolling(3).setOffset(Sample.id(9)).build())
                .getResultList())
        .isEmpty();
  }

  @Test
  void refusesToScrollByNothing() {
    assertThat(
            Engine.refusal(
                INVALID_ARGUMENT, () -> engine.points().scroll(sample.scrolling(0).build())))
        .isEqualTo("Validation error in body: [limit: value 0 invalid, must be 1 or larger]");
  }

  @Test
  void scrollsWithAFilterAndAChoiceOfPayload() {
    for (int i = 1; i <= 6; i++) {
      sample.upsert(
          Sample.point(i, Map.of("project", value(i % 2 == 0 ? "p" : "q"), "bucket", value(i))));
    }

    ScrollResponse page =
        engine
            .points()
            .scroll(
                sample
                    .scrolling(2)
                    .setFilter(Sample.must(matchKeyword("project", "p")))
                    .setWithPayload(WithPayloadSelectorFactory.include(List.of("bucket")))
                    .build());

    assertThat(page.getResultList())
        .extracting(RetrievedPoint::getPayloadMap)
        .containsExactly(Map.of("bucket", value(2)), Map.of("bucket", value(4)));
    assertThat(page.getNextPageOffset()).isEqualTo(Sample.id(6));
  }

  @Test
  void ordersIdsByTheirUnsignedBytesAndNumbersFirst() {
    List<PointId> ordered =
        List.of(
            PointIdFactory.id(0),
            PointIdFactory.id(7),
            PointIdFactory.id(-1), // the largest unsigned number
            PointIdFactory.id(new UUID(0, -1)),
            PointIdFactory.id(new UUID(Long.MAX_VALUE, 0)),
            PointIdFactory.id(new UUID(Long.MIN_VALUE, 0)),
            PointIdFactory.id(new UUID(-1, -1)));
    List<PointId> shuffled = new ArrayList<>(ordered);
    Collections.shuffle(shuffled, new Random(1));
    for (PointId id : shuffled) {
      sample.upsert(Sample.point(1, Map.of()).toBuilder().setId(id).build());
      sample.count(); // a read in between gives each point a segment of its own
    }

    assertThat(sample.matching(Filter.getDefaultInstance())).containsExactlyElementsOf(ordered);
  }

  @Test
  void scrollsEveryLivingPointOnceThroughPagesOfAnySize() {
    Random random = new Random(2);
    List<Integer> numbers = new ArrayList<>(IntStream.rangeClosed(1, 60).boxed().toList());
    Collections.shuffle(numbers, random);
    for (int number : numbers) {
      sample.upsert(Sample.point(number, Map.of("bucket", value(number % 5))));
      if (random.nextInt(4) == 0) {
        sample.delete(Sample.selector(Sample.id(random.nextInt(60) + 1)));
        sample.count();
      }
    }
    List<PointId> all = sample.matching(Filter.getDefaultInstance());

    for (int size : List.of(1, 7, 59)) {
      List<PointId> seen = new ArrayList<>();
      ScrollResponse page = engine.points().scroll(sample.scrolling(size).build());
      seen.addAll(Sample.ids(page));
      while (page.hasNextPageOffset()) {
        page =
            engine
                .points()
                .scroll(sample.scrolling(size).setOffset(page.getNextPageOffset()).build());
        seen.addAll(Sample.ids(page));
      }
      assertThat(seen).isEqualTo(all).doesNotHaveDuplicates().hasSize((int) sample.count());
    }
  }

  @Test
  void countsByAFieldWithoutAnIndex() {
    sample.upsert(
        Sample.point(1, Map.of("project", value("p"))),
        Sample.point(2, Map.of("project", value("p"))),
        Sample.point(3, Map.of("project", value("q"))));

    assertThat(sample.count(Sample.must(matchKeyword("project", "p")))).isEqualTo(2);
  }

  private void put(int... numbers) {
    for (int number : numbers) {
      sample.upsert(Sample.point(number, Map.of("bucket", value(number))));
    }
  }
}
