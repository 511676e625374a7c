package dev.tercet.storage.qdrant;

import io.qdrant.client.grpc.Common.PointId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.UUID;

/** Cuts id lists into pages, none of them empty, since Qdrant refuses an empty list. */
final class IdPages {
  private IdPages() {}

  /** Each id once, in the order of first sight. */
  static List<List<PointId>> of(Collection<UUID> ids, int size) {
    List<PointId> all = new LinkedHashSet<>(ids).stream().map(Filters::id).toList();
    List<List<PointId>> pages = new ArrayList<>();
    for (int from = 0; from < all.size(); from += size) {
      pages.add(all.subList(from, Math.min(all.size(), from + size)));
    }
    return pages;
  }
}
