package dev.tercet.embedded.vector.index;

import dev.tercet.embedded.vector.query.FilterQuery;
import dev.tercet.embedded.vector.query.Matches;
import dev.tercet.embedded.vector.query.PointDocument;
import dev.tercet.embedded.vector.query.PointKey;
import dev.tercet.embedded.vector.query.PointVectors;
import dev.tercet.embedded.vector.query.VectorRefusal;
import io.qdrant.client.grpc.Points.DeletePayloadPoints;
import io.qdrant.client.grpc.Points.DeletePoints;
import io.qdrant.client.grpc.Points.PointStruct;
import io.qdrant.client.grpc.Points.SetPayloadPoints;
import io.qdrant.client.grpc.Points.UpdateMode;
import io.qdrant.client.grpc.Points.UpsertPoints;
import java.io.IOException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.lucene.document.Document;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.Query;

/**
 * Turns operations into changes of the index. Preparing checks everything and changes nothing;
 * applying happens one operation at a time, in the journal's order.
 */
final class PointWrites {
  private static final String EMPTY = "Bad request: Empty update request";
  private static final int MOST_UNSEEN = 50_000;

  private final LiveIndex index;
  private final PointVectors vectors;
  private final PayloadWrites payloads;

  /** The ids written since the searcher's state, each with the count of the write. */
  private final Map<PointKey, Long> unseen = new LinkedHashMap<>();

  /** The last write that changed points which it did not name. */
  private long unseenFilter;

  PointWrites(LiveIndex index, PointVectors vectors) {
    this.index = index;
    this.vectors = vectors;
    this.payloads = new PayloadWrites(index);
  }

  Change prepare(JournalOperation operation) {
    return switch (operation) {
      case JournalOperation.Upsert(UpsertPoints upsert) -> prepare(upsert);
      case JournalOperation.Delete(DeletePoints delete) -> prepare(delete);
      case JournalOperation.SetPayload(SetPayloadPoints set) -> remembered(payloads.set(set));
      case JournalOperation.OverwritePayload(SetPayloadPoints set) ->
          remembered(payloads.overwrite(set));
      case JournalOperation.DeletePayload(DeletePayloadPoints delete) ->
          remembered(payloads.delete(delete.getPointsSelector(), delete.getKeysList()));
    };
  }

  private Change prepare(UpsertPoints upsert) {
    if (upsert.getPointsCount() == 0) {
      throw VectorRefusal.invalid(EMPTY);
    }
    if (upsert.getUpdateMode() != UpdateMode.Upsert) {
      throw VectorRefusal.unimplemented("upserts that only insert or only update");
    }
    Map<PointKey, Document> documents = LinkedHashMap.newLinkedHashMap(upsert.getPointsCount());
    for (PointStruct point : upsert.getPointsList()) {
      PointKey key = PointKey.of(point.getId());
      documents.put(key, PointDocument.of(key, point.getPayloadMap(), vectors.of(point)));
    }
    Query guard = FilterQuery.of(upsert.getUpdateFilter());
    boolean guarded = upsert.hasUpdateFilter();
    return version -> {
      if (guarded) {
        retain(documents, guard);
      }
      put(documents, version);
    };
  }

  /** Drops what the guard forbids to overwrite; an absent point is inserted whatever it says. */
  private void retain(Map<PointKey, Document> documents, Query guard) throws IOException {
    Set<PointKey> existing = found(documents.keySet(), FilterQuery.EVERYTHING);
    Set<PointKey> replaceable = found(existing, guard);
    documents.keySet().removeIf(key -> existing.contains(key) && !replaceable.contains(key));
  }

  private void put(Map<PointKey, Document> documents, long version) throws IOException {
    for (Map.Entry<PointKey, Document> entry : documents.entrySet()) {
      PointDocument.stamp(entry.getValue(), version);
      index.put(entry.getKey(), entry.getValue());
    }
    remember(documents.keySet(), index.wrote());
  }

  private Change prepare(DeletePoints delete) {
    return switch (delete.getPoints().getPointsSelectorOneOfCase()) {
      case POINTS -> {
        List<PointKey> keys =
            delete.getPoints().getPoints().getIdsList().stream().map(PointKey::of).toList();
        if (keys.isEmpty()) {
          throw VectorRefusal.invalid(EMPTY);
        }
        yield _ -> {
          index.delete(FilterQuery.ids(keys));
          remember(keys, index.wrote());
        };
      }
      case FILTER -> {
        Query query = FilterQuery.of(delete.getPoints().getFilter());
        yield delete(query);
      }
      case POINTSSELECTORONEOF_NOT_SET -> throw VectorRefusal.invalid("PointSelector is required");
    };
  }

  private Change delete(Query query) {
    return new Change() {
      @Override
      public void check() throws IOException {
        // Lucene runs it after the answer, and ends its writer over a query that is too large.
        index.readAsIs(searcher -> searcher.rewrite(query));
      }

      @Override
      public void apply(long version) throws IOException {
        index.delete(query);
        unseenFilter = index.wrote();
      }
    };
  }

  /** Ends a change of points that it does not name. */
  private Change remembered(Change change) {
    return new Change() {
      @Override
      public void check() throws IOException {
        change.check();
      }

      @Override
      public void apply(long version) throws IOException {
        change.apply(version);
        unseenFilter = index.wrote();
      }
    };
  }

  /** Which of these points exist and pass the query, after every write so far. */
  private Set<PointKey> found(Collection<PointKey> keys, Query query) throws IOException {
    if (keys.isEmpty()) {
      return Set.of();
    }
    BooleanQuery both =
        new BooleanQuery.Builder()
            .add(FilterQuery.ids(keys), Occur.FILTER)
            .add(query, Occur.FILTER)
            .build();
    long visible = index.visible();
    boolean stale = unseenFilter > visible || keys.stream().anyMatch(key -> isUnseen(key, visible));
    LiveIndex.Reading<Set<PointKey>> reading = searcher -> Matches.keys(searcher, both);
    return stale ? index.read(reading) : index.readAsIs(reading);
  }

  private boolean isUnseen(PointKey key, long visible) {
    return unseen.getOrDefault(key, 0L) > visible;
  }

  private void remember(Collection<PointKey> keys, long write) throws IOException {
    if (unseen.size() > MOST_UNSEEN) {
      index.read(_ -> true);
      unseen.clear();
      return;
    }
    keys.forEach(key -> unseen.put(key, write));
  }
}
