package dev.tercet.acceptance.proof.mutant;

import dev.tercet.acceptance.proof.world.Mutant;
import dev.tercet.saga.Point;
import dev.tercet.saga.port.PassageStore;
import dev.tercet.saga.port.PointStore;
import dev.tercet.testkit.fault.PortArguments;
import dev.tercet.testkit.fault.Replaced;
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

  /** Points are written late, and said to be written at once. */
  <T> T upsertedLate(Class<T> port, T outside) {
    return Replaced.in(
        port,
        outside,
        PointStore.class,
        "upsert",
        (points, arguments) -> {
          List<Point> written = PortArguments.points(arguments[0]);
          later(() -> points.upsert(written));
          return true;
        });
  }

  /** What is late is done when passages have been recorded. */
  <T> T lateWithRecording(Class<T> port, T outside) {
    return Replaced.in(
        port,
        outside,
        PassageStore.class,
        "record",
        (passages, arguments) -> {
          boolean ours = PortArguments.record(passages, arguments);
          runLate();
          return ours;
        });
  }
}
