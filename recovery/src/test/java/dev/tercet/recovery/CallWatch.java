package dev.tercet.recovery;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.function.IntConsumer;

/** Lets something happen before every call that reaches one of several ports. */
final class CallWatch {
  private final IntConsumer before;
  private int calls;

  /** {@code before} is told the call's number, from 1. */
  CallWatch(IntConsumer before) {
    this.before = before;
  }

  int calls() {
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
