package dev.tercet.embedded.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tercet.embedded.vector.index.Catalog;
import dev.tercet.embedded.vector.index.CollectionShape;
import dev.tercet.embedded.vector.index.Journal;
import dev.tercet.embedded.vector.index.JournalOperation;
import io.qdrant.client.ConditionFactory;
import io.qdrant.client.grpc.Common.Filter;
import io.qdrant.client.grpc.Points.DeletePoints;
import io.qdrant.client.grpc.Points.PointsSelector;
import io.qdrant.client.grpc.Points.SetPayloadPoints;
import io.qdrant.client.grpc.Points.UpsertPoints;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.lucene.search.IndexSearcher;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A write that fails for what it is, each time it is applied. */
class PoisonTest {
  private static final String NAME = "points";
  private static final String OTHER = "other";

  /** More conditions in a group of groups than any limit of Lucene's allows here. */
  private static final int MANY = 300;

  @TempDir Path folder;
  private final List<String> lines = new ArrayList<>();
  private Catalog catalog;

  @BeforeEach
  void open() throws IOException {
    catalog = Catalog.open(folder, lines::add);
    if (catalog.names().isEmpty()) {
      create(NAME);
      create(OTHER);
      write(NAME, upsert(1));
    }
  }

  @AfterEach
  void close() throws IOException {
    catalog.close();
  }

  @Test
  void leavesTheCollectionAsItWasBefore() throws IOException {
    PointsSelector points = all(tooManyConditions());
    SetPayloadPoints none = SetPayloadPoints.newBuilder().setPointsSelector(points).build();
    assertThatThrownBy(() -> write(NAME, new JournalOperation.OverwritePayload(none)))
        .isInstanceOf(IndexSearcher.TooManyClauses.class);
    DeletePoints delete = DeletePoints.newBuilder().setPoints(points).build();
    assertThatThrownBy(() -> write(NAME, new JournalOperation.Delete(delete)))
        .isInstanceOf(IndexSearcher.TooManyClauses.class);

    write(NAME, upsert(2));

    assertThat(count()).isEqualTo(2);
    catalog.close();
    open();
    assertThat(count()).isEqualTo(2);
    assertThat(lines).isEmpty();
  }

  @Test
  void setsTheCollectionAsideAtTheStartWhenTheJournalHoldsIt() throws IOException {
    catalog.close();
    poison();

    open();

    expectSetAside();
  }

  @Test
  void setsTheCollectionAsideWhenItIsOpenedAgain() throws IOException {
    Thread.currentThread().interrupt(); // closes the channel of the journal under the write
    assertThatThrownBy(() -> write(NAME, upsert(2))).isInstanceOf(ClosedByInterruptException.class);
    assertThat(Thread.interrupted()).isTrue();
    poison();

    assertThatThrownBy(this::count).hasMessageContaining("doesn't exist");

    expectSetAside();
  }

  private void expectSetAside() throws IOException {
    assertThat(catalog.names()).containsExactly(OTHER);
    assertThat(lines).singleElement().asString().contains("is damaged and was moved to");
    assertThat(place().resolveSibling(NAME + ".damaged")).exists();
    write(OTHER, upsert(1));
    create(NAME);
    assertThat(count()).isZero();
  }

  /** Puts a delete into the journal that ends every writer, which an earlier engine had taken. */
  private void poison() throws IOException {
    try (Journal journal = Journal.open(place(), 1, (_, _, _) -> {}, _ -> {})) {
      JournalOperation delete =
          new JournalOperation.Delete(
              DeletePoints.newBuilder().setPoints(all(tooManyConditions())).build());
      JournalOperation point =
          upsert(1); // without any point there is nothing to compare with the filter
      journal.append(point.type(), point.message());
      journal.append(delete.type(), delete.message());
    }
  }

  private static Filter tooManyConditions() {
    Filter.Builder groups = Filter.newBuilder();
    for (int group = 0; group < MANY; group++) {
      Filter.Builder each = Filter.newBuilder();
      for (int i = 0; i < MANY; i++) {
        each.addShould(ConditionFactory.match("bucket", (long) group * MANY + i));
      }
      groups.addShould(ConditionFactory.filter(each.build()));
    }
    return groups.build();
  }

  private static PointsSelector all(Filter filter) {
    return PointsSelector.newBuilder().setFilter(filter).build();
  }

  private void create(String name) throws IOException {
    catalog.create(name, CollectionShape.of(Engine.creation(name)));
  }

  private Path place() {
    return folder.resolve("collections").resolve(NAME);
  }

  private int count() throws IOException {
    return catalog.get(NAME).read(searcher -> searcher.getIndexReader().numDocs());
  }

  private void write(String name, JournalOperation operation) throws IOException {
    catalog.get(name).write(operation);
  }

  private static JournalOperation upsert(int id) {
    return new JournalOperation.Upsert(
        UpsertPoints.newBuilder().addPoints(Sample.point(id, Map.of())).build());
  }
}
