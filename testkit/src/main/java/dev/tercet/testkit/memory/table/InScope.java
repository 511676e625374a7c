package dev.tercet.testkit.memory.table;

import dev.tercet.saga.Scope;
import dev.tercet.saga.Scope.Everything;
import dev.tercet.saga.Scope.OfExtraction;
import dev.tercet.saga.Scope.OfProject;
import dev.tercet.saga.id.EmbeddingId;
import java.util.Comparator;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Which rows a scope has in it, and in which order they are paged. */
public final class InScope {
  /** Ids in the database's order. */
  public static final Comparator<Row> BY_ID = Comparator.comparing(Row::id, EmbeddingId.ORDER);

  private InScope() {}

  public static boolean has(Scope scope, Row row) {
    return has(scope, row.document().project(), row.id());
  }

  public static boolean has(Scope scope, UUID project, UUID extraction) {
    return switch (scope) {
      case Everything() -> true;
      case OfProject(var wanted) -> project.equals(wanted);
      case OfExtraction(var wanted, var id) -> project.equals(wanted) && extraction.equals(id);
    };
  }

  public static boolean isAfter(UUID id, @Nullable UUID after) {
    return after == null || EmbeddingId.ORDER.compare(id, after) > 0;
  }
}
