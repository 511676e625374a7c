package dev.tercet.storage.postgres.operation;

import dev.tercet.saga.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** The changes of status that one transaction made, counted once it has committed. */
public final class StatusChanges {
  private record Move(@Nullable Status from, Status to) {}

  private final List<Move> moves = new ArrayList<>();

  /** Notes one; {@code from} is null for a new extraction. */
  public void add(@Nullable Status from, Status to) {
    moves.add(new Move(from, to));
  }

  /** Forgets those of a try that was rolled back. */
  public void clear() {
    moves.clear();
  }

  /** How many there are. */
  public int size() {
    return moves.size();
  }

  void forEach(BiConsumer<@Nullable Status, Status> action) {
    moves.forEach(move -> action.accept(move.from(), move.to()));
  }
}
