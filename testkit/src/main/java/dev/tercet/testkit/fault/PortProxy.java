package dev.tercet.testkit.fault;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Puts an interceptor around a port, and around the handles that its calls return. */
final class PortProxy {
  private static final String PORTS = "dev.tercet.saga.port";

  /** Methods that describe a port or a handle; they reach no store, so nothing can strike them. */
  private static final Set<String> DESCRIPTIONS =
      Set.of(
          "id",
          "collection",
          "model",
          "dimension",
          "provider",
          "promptVersion",
          "isLocal",
          "isRepeatable");

  private PortProxy() {}

  /** The call itself. */
  @FunctionalInterface
  interface Call {
    @Nullable Object proceed() throws Throwable;
  }

  /** Stands between caller and port. */
  @FunctionalInterface
  interface Interceptor {
    @Nullable Object intercept(String name, Call call) throws Throwable;
  }

  static <T> T around(Class<T> port, T real, Interceptor interceptor) {
    return port.cast(
        Proxy.newProxyInstance(
            port.getClassLoader(),
            new Class<?>[] {port},
            (_, method, arguments) -> {
              if (method.getDeclaringClass() == Object.class
                  || DESCRIPTIONS.contains(method.getName())) {
                return invoke(real, method, arguments);
              }
              String name = port.getSimpleName() + "." + method.getName();
              Object result = interceptor.intercept(name, () -> invoke(real, method, arguments));
              return result != null && isHandle(method.getReturnType())
                  ? handle(method.getReturnType(), result, interceptor)
                  : result;
            }));
  }

  private static @Nullable Object invoke(
      Object real, Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
    try {
      return method.invoke(real, arguments);
    } catch (InvocationTargetException e) {
      throw e.getTargetException();
    }
  }

  /** A session or a lock reaches its store with every call, too; sealed types are mere data. */
  private static boolean isHandle(Class<?> type) {
    return type.isInterface() && !type.isSealed() && type.getPackageName().equals(PORTS);
  }

  private static <H> H handle(Class<H> type, Object real, Interceptor interceptor) {
    return around(type, type.cast(real), interceptor);
  }
}
