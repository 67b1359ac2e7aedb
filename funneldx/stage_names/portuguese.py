"""Portuguese names of stages and words of tables."""

from funneldx.model import Role
from funneldx.stage_names.listed import listed

ROLES = {
    Role.PROSPECTS: listed("""
        prospectos, prospecção, prospeccao, prospects novos, clientes potenciais, cliente potencial,
        potenciais clientes, potenciais compradores, compradores potenciais, leads novos, novos leads,
        novo lead, leads recebidos, leads gerados, público alvo, publico alvo, lista de contatos,
        base de contatos
    """),
    Role.DIALED: listed("""
        ligações realizadas, ligacoes realizadas, ligações feitas, ligacoes feitas, ligações frias,
        ligacoes frias, chamadas realizadas, tentativas de contato, tentativas de ligação,
        tentativas de ligacao, discagens, chamadas feitas, chamadas efetuadas, ligações efetuadas,
        ligações ativas, chamadas de saída
    """),
    Role.CONTACTED: listed("""
        contatados, contatado, contactados, contato, contato feito, contato realizado, contato estabelecido,
        contato inicial, primeiro contato, contacto feito, atenderam, ligações atendidas, ligacoes atendidas,
        chamadas atendidas, responderam, conscientização, conscientizacao, clientes contatados,
        clientes contactados, leads contatados
    """),
    Role.LISTENED: listed("""
        ouviram, escutaram, conversa, conversas, conversas realizadas, ouviram a proposta, conversaram
    """),
    Role.INTERESTED: listed("""
        interessados, interessado, interesse, leads interessados, demonstraram interesse, qualificado,
        qualificados, leads qualificados, lead qualificado, qualificação, qualificacao, oportunidade,
        oportunidades, análise de necessidades, analise de necessidades, necessidades identificadas,
        necessidades definidas, descoberta, levantamento de necessidades, clientes interessados,
        cliente interessado
    """),
    Role.AGREED: listed("""
        aceitaram, aceitaram o convite, convidados, reunião agendada, reuniao agendada, reuniões agendadas,
        reunioes agendadas, reunião marcada, reuniao marcada, reuniões marcadas, visita agendada,
        visitas agendadas, demo agendada, demos agendadas, demo marcada, demonstração agendada,
        demonstracao agendada, apresentação agendada, apresentacao agendada, agendamento, agendamentos
    """),
    Role.ATTENDED: listed("""
        compareceram, participaram, comparecimentos, reunião realizada, reuniao realizada,
        reuniões realizadas, reunioes realizadas, demo realizada, demos realizadas, demonstração realizada,
        demonstracao realizada, apresentação, apresentacao, apresentações, apresentacoes,
        apresentação realizada, apresentacao realizada, visita realizada, visitas realizadas, demonstração,
        demonstracao, demonstrações, demonstracoes
    """),
    Role.PRICE_DISCUSSED: listed("""
        proposta, propostas, proposta enviada, propostas enviadas, proposta feita, propostas feitas,
        proposta apresentada, proposta comercial, orçamento enviado, orcamento enviado, orçamentos enviados,
        orcamentos enviados, cotação, cotacao, cotações, cotacoes, cotação enviada, cotacao enviada, oferta,
        ofertas, preço discutido, preco discutido, negociação, negociacao, negociações, negociacoes,
        negociação iniciada, negociacao iniciada, negociações iniciadas, negociacoes iniciadas, em negociação,
        em negociacao, desejo, desejo de compra, intenção de compra, intencao de compra, contrato enviado,
        tomada de decisão, tomada de decisao, barganha
    """),
    Role.PURCHASED: listed("""
        compra, compras, compraram, comprado, compradores, comprador, venda, vendas, vendido, vendidos,
        vendas fechadas, venda fechada, vendas realizadas, ganho, fechado ganho, fechado e ganho,
        negócio ganho, negocio ganho, negócios ganhos, negocios ganhos, negócio fechado, negocio fechado,
        negócios fechados, negocios fechados, cliente, clientes, novos clientes, clientes novos, novo cliente,
        pedido, pedidos, pedidos realizados, pagamento, pagamentos, pago, pagos, pagou, contrato assinado,
        contratos assinados, transação, transacao, transações, transacoes
    """),
    Role.REPEAT: listed("""
        recompra, recompras, clientes recorrentes, cliente recorrente, clientes fiéis, clientes fieis,
        compra repetida, compras repetidas, segunda compra, compraram novamente, fidelização, fidelizacao,
        fidelizados, renovação, renovacao, renovações, renovacoes
    """),
}

NO_ROLE = frozenset(
    listed("""
        impressões, impressoes, impressão, impressao, alcance, tráfego, trafego, visitas, visita,
        visitas ao site, visitantes, visitantes únicos, visitantes unicos, sessões, sessoes, sessão, sessao,
        usuários, usuarios, usuários ativos, usuarios ativos, novos usuários, novos usuarios, páginas vistas,
        paginas vistas, visualizações, visualizacoes, visualizações de página, visualizacoes de pagina,
        visualizações de produto, visualizacoes de produto, produto visualizado, produtos visualizados,
        pesquisas, buscas, busca, cliques, clique, página de destino, pagina de destino, página inicial,
        pagina inicial, carrinho, carrinhos, adicionar ao carrinho, adicionado ao carrinho,
        adicionados ao carrinho, adições ao carrinho, carrinhos criados, início do checkout,
        inicio do checkout, iniciou checkout, finalização de compra, cadastro, cadastros, cadastrado,
        cadastrados, registro, registros, registrados, inscrição, inscricao, inscrições, inscricoes,
        inscritos, matrícula, matriculas, matrículas, instalação, instalacao, instalações, instalacoes,
        downloads do app, teste, testes, teste grátis, teste gratis, ativação, ativacao, ativados, assinatura,
        assinaturas, assinantes, formulário enviado, formulario enviado, formulários enviados,
        emails enviados, e mails enviados, e mails abertos, retenção, retencao, conversões, conversoes, novo,
        novos, em andamento, em progresso, proposta de valor, preparação de documentos, acompanhamento,
        ligação, ligacao, ligações, ligacoes, chamada, chamadas, ligações recebidas, ligacoes recebidas,
        chamadas recebidas, telefonemas, reunião, reuniao, reuniões, reunioes, contrato, contratos, fatura,
        faturas
    """)
)

EXITS = frozenset(
    listed("""
        perdido, perdidos, perdida, perdidas, fechado perdido, fechado e perdido, negócio perdido,
        negocio perdido, negócios perdidos, negocios perdidos, venda perdida, vendas perdidas, descartado,
        descartados, desqualificado, desqualificados, não qualificado, nao qualificado, não qualificados,
        nao qualificados, não interessado, não interessados, recusado, recusados, rejeitado, rejeitados,
        cancelado, cancelados, desistência, desistências, abandono, abandonos, carrinhos abandonados,
        não ganho, nao ganho, fechada perdida, oportunidade perdida, oportunidades perdidas, cliente perdido,
        clientes perdidos, lead perdido, leads perdidos, perdido por preço, sem orçamento, sem orcamento,
        sem interesse, sem decisão, sem decisao, não convertido, nao convertido, não convertidos,
        fechado não convertido, fechado nao convertido, duplicado, duplicados, lead descartado,
        leads descartados, recusada, recusadas, rejeitada, rejeitadas, cancelada, canceladas, não fechado,
        nao fechado
    """)
)

HEADERS = {
    "stage": listed("""
        etapa, etapas, fase, fases, estágio, estagio, passo, passos, nome da etapa, nome do estágio,
        etapa do funil, etapas do funil, fase do funil, estágio do funil, etapa do negócio, etapa do negocio,
        negócio etapa, negocio etapa, etapa da venda, etapa de vendas, etapa da negociação
    """),
    "count": listed("""
        quantidade, qtd, qtde, número, numero, contagem, pessoas, usuários, usuarios, quantidade de leads,
        número de leads, numero de leads, número de pessoas, quantidade de pessoas
    """),
    "funnel": listed("funil, funis, funil de vendas, nome do funil, nome, negócio funil, negocio funil"),
    "period": listed("data, datas, período, periodo, data do relatório"),
    "day": listed("dia, dia do mês"),
    "week": listed("semana, número da semana"),
    "month": listed("mês, mês e ano"),
    "quarter": ("trimestre",),
    "year": ("ano",),
}

MEASURES = frozenset(
    listed("""
        preço, preco, preços, precos, custo, custos, gasto, gastos, despesa, despesas, receita, receitas,
        faturamento, valor, valores, montante, orçamento, orcamento, lucro, margem, desconto, comissão,
        comissao, investimento, taxa, taxas, percentual, porcentagem, percentagem, conversão, probabilidade,
        média, médio, mediana, tempo, duração, duracao, dias, horas, minutos, prazo, telefone, brl, metas,
        meta mensal, variação, variacao, diferença, diferenca, crescimento, frequência, frequencia
    """)
    + listed("""
        número do pedido, numero do pedido, número de pedido, número do cliente, numero do cliente,
        número da fatura, número do contrato
    """)
)

LAST_MEASURES = frozenset(listed("gerentes"))

LONE_MEASURES = frozenset(listed("loja, filial"))

COUNTING = {
    "before": listed(
        """
        de, n de, no de, n o de, nro de, núm de, num de, número de, numero de, número total de,
        numero total de, quantidade de, quantidade total de, qtd de, qtd, qtde de, qtde, contagem de, soma de
        """,
        "{} ",
    ),
    "after": listed("quantidade, qtd, qtde", " {}"),
}

TOTALS = frozenset(
    listed("""
        total, totais, total geral, soma, subtotal, todos, todas, subtotais
    """)
)

SUMS = frozenset(listed("subtotais"))

SUMMARIES = frozenset(
    listed("""
        média, médias, mediana, meta do mês, meta mensal, metas, orçamento, orcamento, previsão, previsao,
        ano anterior, mês anterior, mes anterior, período anterior, variação, variacao, diferença, diferenca,
        do total
    """)
)

TURNING = frozenset(
    listed("""
        não, nao, sem, perdido, perdida, perdidos, perdidas, recusado, recusada, recusados, recusadas,
        rejeitado, rejeitada, rejeitados, descartado, descartados, cancelado, cancelada, cancelados,
        desqualificado, desqualificados, potenciais, potencial, pendente, pendentes
    """)
)

MONTHS = (
    listed("janeiro, jan"),
    listed("fevereiro, fev"),
    listed("março, marco, mar"),
    listed("abril, abr"),
    listed("maio, mai"),
    listed("junho, jun"),
    listed("julho, jul"),
    listed("agosto, ago"),
    listed("setembro, set"),
    listed("outubro, out"),
    listed("novembro, nov"),
    listed("dezembro, dez"),
)
