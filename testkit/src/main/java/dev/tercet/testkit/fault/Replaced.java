package dev.tercet.testkit.fault;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A port of which one method does something else. */
public final class Replaced {
  private Replaced() {}

  /** What is done instead. */
  @FunctionalInterface
  public interface Act<T> {
    @Nullable Object call(T real, Object[] arguments);
  }

  /** The port with every method of that name replaced. */
  public static <T> T method(Class<T> port, T real, String name, Act<T> act) {
    return replaced(port, real, method -> method.getName().equals(name), act);
  }

  /** The same if {@code port} is {@code which}; otherwise {@code real} as it is. */
  public static <T, P> T in(Class<T> port, T real, Class<P> which, String name, Act<P> act) {
    return port.equals(which) ? port.cast(method(which, which.cast(real), name, act)) : real;
  }

  /** Replaces only the method of that name with one parameter of that type. */
  public static <T, P> T overloaded(
      Class<T> port, T real, Class<P> which, String name, Class<?> parameter, Act<P> act) {
    return port.equals(which)
        ? port.cast(
            replaced(
                which,
                which.cast(real),
                method ->
                    method.getName().equals(name)
                        && method.getParameterCount() == 1
                        && method.getParameterTypes()[0].equals(parameter),
                act))
        : real;
  }

  private static <T> T replaced(Class<T> port, T real, Predicate<Method> which, Act<T> act) {
    if (Stream.of(port.getMethods()).noneMatch(which)) {
      throw new IllegalArgumentException(port + " has no such method; nothing would be replaced");
    }
    return port.cast(
        Proxy.newProxyInstance(
            port.getClassLoader(),
            new Class<?>[] {port},
            (_, method, arguments) -> {
              if (which.test(method)) {
                return act.call(real, arguments == null ? new Object[0] : arguments);
              }
              try {
                return method.invoke(real, arguments);
              } catch (InvocationTargetException e) {
                throw e.getTargetException();
              }
            }));
  }
}
