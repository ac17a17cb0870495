import { useLink } from "./link";

export function App() {
  const { room } = useLink();
  return <main>{room}</main>;
}
