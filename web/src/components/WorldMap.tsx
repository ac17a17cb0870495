// Placeholder.
interface Props {
  values: Record<string, number | null>;
  unit: string;
  label: string;
  chosen?: string;
  onPick?: (code: string) => void;
}

export function WorldMap({ label }: Props) {
  return <p>{label}</p>;
}
