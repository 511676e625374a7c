package dev.tercet.acceptance.proof.mutant;

import dev.tercet.acceptance.proof.world.Mutant;
import java.util.ArrayList;
import java.util.List;

/** One that does something later than it should, on the same thread. */
abstract class Postponing implements Mutant {
  private final ThreadLocal<List<Runnable>> late = ThreadLocal.withInitial(ArrayList::new);

  void later(Runnable act) {
    late.get().add(act);
  }

  void runLate() {
    List<Runnable> acts = List.copyOf(late.get());
    late.remove();
    acts.forEach(Runnable::run);
  }
}
