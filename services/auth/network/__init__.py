"""Networks of enterprises (เครือข่าย): one leads, others are asked and join."""
