package dev.tercet.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.function.IntConsumer;
import java.util.function.IntUnaryOperator;

/** Lets something happen before every call that reaches one of several ports. */
public final class CallWatch {
  private final IntConsumer before;
  private int calls;

  /** {@code before} is told the call's number, from 1. */
  public CallWatch(IntConsumer before) {
    this.before = before;
  }

  /**
   * Lets the same thing happen before each call of a play in turn.
   *
   * @param play lets it happen before the call of that number, and returns how many there were
   */
  public static void beforeEachCall(IntUnaryOperator play) {
    int calls = play.applyAsInt(0);
    assertThat(calls).isGreaterThan(5);
    for (int call = 1; call <= calls; call++) {
      int _ = play.applyAsInt(call);
    }
  }

  public int calls() {
    return calls;
  }

  <T> T around(Class<T> port, T real) {
    return port.cast(
        Proxy.newProxyInstance(
            port.getClassLoader(),
            new Class<?>[] {port},
            (_, method, arguments) -> {
              if (method.getDeclaringClass() != Object.class) {
                before.accept(++calls);
              }
              try {
                return method.invoke(real, arguments);
              } catch (InvocationTargetException e) {
                throw e.getTargetException();
              }
            }));
  }
}
