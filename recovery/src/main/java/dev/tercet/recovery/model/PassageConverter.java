package dev.tercet.recovery.model;

import dev.tercet.recovery.repair.RemoveUnwantedPoints;
import dev.tercet.recovery.repair.SavedTexts;
import dev.tercet.saga.Point;
import dev.tercet.saga.id.EmbeddingId;
import dev.tercet.saga.port.ConversionStore;
import dev.tercet.saga.port.ConversionStore.Conversion;
import dev.tercet.saga.port.Embedder;
import dev.tercet.saga.port.Embedder.Embedded;
import dev.tercet.saga.port.Embedder.Purpose;
import dev.tercet.saga.port.LedgerAudit;
import dev.tercet.saga.port.LedgerAudit.PointRow;
import dev.tercet.saga.port.PointStore;
import dev.tercet.saga.port.PointStore.CollectionMissingException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings passages from the points of other models to those of the current one, from their saved
 * texts: the new point first, confirmed; the row last; the old point after it. Every step may run
 * twice, and at every moment the point that the row names is there (S4, S5, S12).
 */
final class PassageConverter {
  private static final Logger LOG = LoggerFactory.getLogger(PassageConverter.class);

  private final LedgerAudit ledger;
  private final ConversionStore conversions;
  private final PointStore points;
  private final Embedder embedder;
  private final KnownCollections collections;
  private final RemoveUnwantedPoints removeUnwanted;

  PassageConverter(
      LedgerAudit ledger,
      ConversionStore conversions,
      PointStore points,
      Embedder embedder,
      KnownCollections collections) {
    this.ledger = ledger;
    this.conversions = conversions;
    this.points = points;
    this.embedder = embedder;
    this.collections = collections;
    removeUnwanted = new RemoveUnwantedPoints(ledger, points);
  }

  /**
   * What became of a page.
   *
   * @param moved how many rows name new points now
   * @param refused how many the model will not take
   */
  record Converted(int moved, int refused) {}

  /**
   * Converts one page; rows whose points are about to be removed are left to their removal.
   *
   * @return what became of the page
   */
  Converted convert(List<PointRow> page) {
    List<PointRow> wanted = page.stream().filter(it -> !it.status().losesPoints()).toList();
    if (wanted.isEmpty()) {
      return new Converted(0, 0);
    }
    SavedTexts texts = SavedTexts.of(ledger, wanted);
    List<PointRow> readable = wanted.stream().filter(texts::has).toList();
    Map<PointRow, Point> made = points(readable, texts);
    int refused = readable.size() - made.size();
    if (made.isEmpty()) {
      return new Converted(0, refused);
    }
    List<PointRow> rows = List.copyOf(made.keySet());
    List<Point> written = List.copyOf(made.values());
    points.upsert(written);
    Set<UUID> unwanted = removeUnwanted.lookAgainAtExtractions(written);
    List<Conversion> steps = new ArrayList<>(rows.size());
    for (int i = 0; i < rows.size(); i++) {
      UUID to = written.get(i).id();
      if (!unwanted.contains(to)) {
        PointRow row = rows.get(i);
        steps.add(new Conversion(row.extraction(), row.ordinal(), row.embeddingId(), to));
      }
    }
    Set<UUID> now = conversions.converted(embedder.model(), steps);
    removeOld(steps.stream().filter(it -> now.contains(it.to())).toList(), newest(rows));
    return new Converted(now.size(), refused);
  }

  /**
   * Their new points, in order. A row whose text the model refuses is not among them: it goes on
   * naming its old point, and is found by that.
   */
  private Map<PointRow, Point> points(List<PointRow> rows, SavedTexts texts) {
    List<Embedded> embedded =
        embedder.embed(rows.stream().map(texts::text).toList(), Purpose.PASSAGE);
    String model = embedder.model();
    Map<PointRow, Point> made = new LinkedHashMap<>();
    for (int i = 0; i < rows.size(); i++) {
      PointRow row = rows.get(i);
      switch (embedded.get(i)) {
        case Embedded.Vector(var numbers) -> {
          UUID id = EmbeddingId.of(row.extraction(), row.ordinal(), row.contentHash(), model);
          made.put(row, new Point(id, numbers, row.payload(model, row.epoch())));
        }
        case Embedded.Refused(var reason, var _) ->
            LOG.warn(
                "Passage {} of {} stays with its former model, since {} refuses it: {}",
                row.ordinal(),
                row.extraction(),
                model,
                reason);
      }
    }
    return made;
  }

  private static long newest(List<PointRow> rows) {
    return rows.stream().mapToLong(PointRow::epoch).max().orElse(0);
  }

  /** No row names them any more, wherever they are. */
  private void removeOld(List<Conversion> converted, long upToEpoch) {
    List<UUID> old = converted.stream().map(Conversion::from).toList();
    if (old.isEmpty()) {
      return;
    }
    for (PointStore each : collections.all()) {
      remove(each, old, upToEpoch);
    }
  }

  private static void remove(PointStore from, List<UUID> old, long upToEpoch) {
    try {
      from.remove(old, upToEpoch);
    } catch (CollectionMissingException _) {
      return; // where there is no collection, there are no points
    }
  }
}
